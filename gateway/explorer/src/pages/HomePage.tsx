import catalogue from 'virtual:catalogue';
import { useMemo, useState } from 'react';
import { matchesWords } from '../format/foldText';
import { useStatusCounts } from '../freshness/useStatusCounts';
import { useWords } from '../i18n/Language';
import type { Question } from '../questions/Question';
import { routeHash } from '../router/useRoute';
import type { ShapeField } from '../shape/Shape';
import { usePageTitle } from './QuestionHead';

function ownersOf(fields: readonly ShapeField[], found = new Set<string>()): ReadonlySet<string> {
  for (const field of fields) {
    if (field.owner) found.add(field.owner);
    if (field.fields) ownersOf(field.fields, found);
  }
  return found;
}

/** What a search looks through: both languages, the terms, the number. */
function searchTextOf(question: Question): string {
  const terms = catalogue.glossary.filter((term) => question.terms.includes(term.id));
  return [question.slug, question.title.vi, question.title.en, question.about.vi, question.about.en]
    .concat(terms.flatMap((term) => [term.vi, term.en]))
    .join(' ');
}

function QuestionCard({ question }: { readonly question: Question }) {
  const words = useWords();
  const isCommand = question.shape.operation === 'mutation';
  const owners = useMemo(() => ownersOf(question.shape.fields), [question]);
  const address = isCommand
    ? routeHash(['editor'], new URLSearchParams({ q: question.slug }))
    : routeHash(['q', question.slug]);
  return (
    <li className="card">
      <h3>
        <a href={address}>{words.text(question.title)}</a>
      </h3>
      <p>{words.text(question.about)}</p>
      <p className="card-foot">
        <span className="card-owners">
          {catalogue.departments
            .filter((department) => owners.has(department.name))
            .map((department) => (
              <span
                key={department.name}
                className="department-dot"
                data-department={department.name}
                title={words.text(department.title)}
              />
            ))}
        </span>
        {isCommand ? <span className="tag">{words.say('mutationBadge')}</span> : null}
      </p>
    </li>
  );
}

function Gaps() {
  const words = useWords();
  const counts = useStatusCounts();
  const figures = [
    ['DOCUMENT_FACT', 'factCount'],
    ['EXTERNAL_FACT', 'externalCount'],
    ['ILLUSTRATIVE', 'illustrativeCount'],
  ] as const;
  return (
    <section className="gaps" aria-labelledby="gaps-title">
      <h2 id="gaps-title">{words.say('gapsTitle')}</h2>
      <p>{words.say('gapsLead')}</p>
      <ul className="gap-list">
        {catalogue.gaps.map((gap) => (
          <li key={gap.text.en}>
            <span className="clause">{gap.clause}</span>
            {words.text(gap.text)}
          </li>
        ))}
      </ul>
      <figure className="citation principle">
        <blockquote lang="vi">{catalogue.principle.quote}</blockquote>
        <figcaption>
          {words.text(catalogue.principle.meaning)} · {words.say('clause')} {catalogue.principle.clause}
        </figcaption>
      </figure>
      {counts === null ? null : (
        <dl className="gap-figures">
          {figures.map(([status, label]) => (
            <div key={status} data-status={status}>
              <dt>{words.say(label)}</dt>
              <dd>{counts ? words.number(counts[status] ?? 0) : '…'}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function UserFilter(props: { readonly value: string; readonly onChange: (user: string) => void }) {
  const words = useWords();
  const choices = [
    { id: '', title: words.say('everyone') },
    ...catalogue.users.map((user) => ({ id: user.id, title: words.text(user.title) })),
  ];
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{words.say('forWhom')}</legend>
      {choices.map((choice) => (
        <button
          key={choice.id}
          type="button"
          className="segment"
          aria-pressed={props.value === choice.id}
          onClick={() => props.onChange(choice.id)}
        >
          {choice.title}
        </button>
      ))}
    </fieldset>
  );
}

/** The first screen: the questions people have, and what the source does not tell. */
export function HomePage() {
  const words = useWords();
  usePageTitle('');
  const [search, setSearch] = useState('');
  const [user, setUser] = useState('');
  const found = useMemo(
    () =>
      catalogue.questions.filter(
        (question) =>
          (!user || question.users.includes(user)) && matchesWords(searchTextOf(question), search),
      ),
    [search, user],
  );
  const about = catalogue.users.find((each) => each.id === user)?.about;
  return (
    <>
      <header className="hero">
        <h1>{words.say('homeTitle')}</h1>
        <p className="lead">{words.say('homeLead')}</p>
      </header>
      <div className="home">
        <section className="questions" aria-label={words.say('navQuestions')}>
          <div className="question-search">
            <label className="field">
              <span className="field-name">{words.say('search')}</span>
              <input
                type="search"
                className="input"
                placeholder={words.say('searchHint')}
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
            </label>
            <UserFilter value={user} onChange={setUser} />
          </div>
          <p className="note" role="status">
            {about ? `${words.text(about)} ` : ''}
            {found.length > 0 ? words.say('found', { count: found.length }) : words.say('nothingFound')}
          </p>
          <ul className="cards">
            {found.map((question) => (
              <QuestionCard key={question.slug} question={question} />
            ))}
          </ul>
        </section>
        <Gaps />
      </div>
    </>
  );
}
