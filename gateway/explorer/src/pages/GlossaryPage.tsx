import catalogue from 'virtual:catalogue';
import { useEffect, useState } from 'react';
import { matchesWords } from '../format/foldText';
import { useWords } from '../i18n/Language';
import { usePageTitle } from './QuestionHead';

/** The words of the field, in both languages, with what the open standards call them. */
export function GlossaryPage({ term: wanted }: { readonly term?: string }) {
  const words = useWords();
  usePageTitle(words.say('glossaryTitle'));
  const [search, setSearch] = useState('');
  useEffect(() => {
    if (wanted) document.getElementById(`term-${wanted}`)?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  const found = catalogue.glossary.filter((term) =>
    matchesWords(
      [term.vi, term.en, term.definition.vi, term.definition.en, term.standard ?? ''].join(' '),
      search,
    ),
  );
  return (
    <article>
      <header className="page-head">
        <h1>{words.say('glossaryTitle')}</h1>
      </header>
      <label className="field wide">
        <span className="field-name">{words.say('glossarySearch')}</span>
        <input
          type="search"
          className="input"
          value={search}
          placeholder={words.say('searchHint')}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      <dl className="glossary">
        {found.map((term) => (
          <div key={term.id} id={`term-${term.id}`} data-wanted={term.id === wanted}>
            <dt>
              <span lang="vi">{term.vi}</span> <span lang="en">{term.en}</span>
            </dt>
            <dd>{words.text(term.definition)}</dd>
            {term.standard ? (
              <dd className="note">
                {words.say('standard')}: {term.standard}
              </dd>
            ) : null}
          </div>
        ))}
      </dl>
    </article>
  );
}
