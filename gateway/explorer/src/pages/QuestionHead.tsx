import catalogue from 'virtual:catalogue';
import { useEffect } from 'react';
import { useWords } from '../i18n/Language';
import type { Question } from '../questions/Question';
import { routeHash } from '../router/useRoute';

/** Puts the title of the page into the browser's. */
export function usePageTitle(title: string): void {
  const words = useWords();
  useEffect(() => {
    document.title = title ? `${title} · ${words.say('brand')}` : words.say('brand');
  }, [title, words]);
}

/** Title, meaning and terms of a question. */
export function QuestionHead({ question }: { readonly question: Question }) {
  const words = useWords();
  usePageTitle(words.text(question.title));
  const terms = catalogue.glossary.filter((term) => question.terms.includes(term.id));
  return (
    <header className="page-head">
      <p className="crumb">
        <a href="#/">{words.say('navQuestions')}</a>
      </p>
      <h1>{words.text(question.title)}</h1>
      <p className="lead">{words.text(question.about)}</p>
      {terms.length > 0 ? (
        <p className="terms">
          <span className="note">{words.say('terms')}</span>
          {terms.map((term) => (
            <a
              key={term.id}
              className="term"
              href={routeHash(['glossary', term.id])}
              title={words.text(term.definition)}
            >
              {words.text(term)}
            </a>
          ))}
        </p>
      ) : null}
    </header>
  );
}
