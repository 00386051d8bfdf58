import pages from 'virtual:schema-pages';
import { type ReactNode, useMemo, useState } from 'react';
import { matchesWords } from '../format/foldText';
import { useWords } from '../i18n/Language';
import { routeHash } from '../router/useRoute';
import type { SchemaField, SchemaType, SchemaVersion } from '../schema/SchemaPages';
import { DepartmentTag } from '../ui/DepartmentTag';
import { usePageTitle } from './QuestionHead';

const typeNames: ReadonlySet<string> = new Set(pages.types.map((type) => type.name));

/** A type as written, with the names that have an entry of their own linked. */
function TypeText({ text }: { readonly text: string }) {
  const parts = text.split(/([A-Za-z_]\w*)/);
  return (
    <code>
      {parts.map((part, index) => {
        const key = `${index}-${part}`;
        return typeNames.has(part) ? (
          <a key={key} href={routeHash(['schema', part])}>
            {part}
          </a>
        ) : (
          <span key={key}>{part}</span>
        );
      })}
    </code>
  );
}

function Owners({ field }: { readonly field: SchemaField }) {
  const words = useWords();
  if (field.owners.length > 1) return <span className="note">{words.say('sharedByAll')}</span>;
  return field.owners[0] ? <DepartmentTag name={field.owners[0]} /> : null;
}

function FieldRow({ field }: { readonly field: SchemaField }) {
  return (
    <tr>
      <th scope="row">
        <code>{field.name}</code>
        {field.args ? <span className="args">({field.args.join(', ')})</span> : null}
      </th>
      <td>{field.type ? <TypeText text={field.type} /> : null}</td>
      <td>
        <Owners field={field} />
      </td>
      <td>{field.about}</td>
    </tr>
  );
}

/** One type; its fields are drawn when it is opened, since there are thousands of them. */
function TypeSection({ type, open }: { readonly type: SchemaType; readonly open: boolean }) {
  const words = useWords();
  const [isOpen, setOpen] = useState(open);
  return (
    <details
      className="schema-type"
      open={isOpen}
      id={`type-${type.name}`}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <code>{type.name}</code>
        <span className="tag">{type.kind}</span>
        <span className="note">{type.about}</span>
      </summary>
      {isOpen && type.fields.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        <section className="table-scroller" tabIndex={0} aria-label={type.name}>
          <table className="data-table schema-table">
            <thead>
              <tr>
                {(['field', 'type', 'owner', 'about'] as const).map((key) => (
                  <th key={key} scope="col">
                    {words.say(key)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {type.fields.map((field) => (
                <FieldRow key={field.name} field={field} />
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </details>
  );
}

const searchTextOf = (type: SchemaType) =>
  [type.name, type.about ?? '', ...type.fields.flatMap((field) => [field.name, field.about ?? ''])].join(' ');

function Types({ wanted }: { readonly wanted?: string }) {
  const words = useWords();
  const [search, setSearch] = useState('');
  const found = useMemo(() => {
    const matching = pages.types.filter((type) => matchesWords(searchTextOf(type), search));
    // The type that a link leads to comes first, opened.
    return wanted && !search
      ? [...matching].sort((one, other) => Number(other.name === wanted) - Number(one.name === wanted))
      : matching;
  }, [search, wanted]);
  const opens = (name: string) => name === wanted || (search.length > 2 && found.length < 8);
  return (
    <>
      <label className="field wide">
        <span className="field-name">{words.say('schemaSearch')}</span>
        <input
          type="search"
          className="input"
          value={search}
          placeholder={words.say('searchHint')}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      {found.map((type) => (
        <TypeSection key={`${type.name}-${opens(type.name)}`} type={type} open={opens(type.name)} />
      ))}
    </>
  );
}

function ErrorCodes() {
  const words = useWords();
  const kinds = { request: 'errorKindRequest', domain: 'errorKindDomain', start: 'errorKindStart' } as const;
  return (
    <>
      {Object.entries(kinds).map(([kind, title]) => (
        <section key={kind}>
          <h2>{words.say(title)}</h2>
          <dl className="error-codes">
            {pages.errors
              .filter((error) => error.kind === kind)
              .map((error) => (
                <div key={error.code} id={`error-${error.code}`}>
                  <dt>
                    <code>{error.code}</code>
                    {kind === 'request' ? (
                      <span className="tag">
                        {words.say('httpStatus')} {error.httpStatus}
                      </span>
                    ) : null}
                  </dt>
                  <dd>{words.text(error.sentence)}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </>
  );
}

const shownChanges = 40;

function Version({ version, last }: { readonly version: SchemaVersion; readonly last: boolean }) {
  const words = useWords();
  const more = version.changes.length - shownChanges;
  return (
    <li>
      <h2>
        {version.date} <span className="note">{version.subject}</span>
      </h2>
      {version.changes.length === 0 ? (
        <p className="note">{words.say(last ? 'firstVersion' : 'noVisibleChange')}</p>
      ) : null}
      <ul className="changes">
        {version.changes.slice(0, shownChanges).map((change) => (
          <li key={`${change.kind} ${change.coordinate}`} data-kind={change.kind}>
            <span className="tag">{words.say(change.kind)}</span> <code>{change.coordinate}</code>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="note">{words.say('andMore', { n: more })}</p> : null}
    </li>
  );
}

function Changes() {
  const words = useWords();
  if (pages.versions.length === 0) return <p className="empty">{words.say('noHistory')}</p>;
  return (
    <ol className="versions">
      {pages.versions.map((version, index) => (
        <Version
          key={`${version.date} ${version.subject}`}
          version={version}
          last={index === pages.versions.length - 1}
        />
      ))}
    </ol>
  );
}

const tabs = [
  { id: 'schema', title: 'schemaTypes' },
  { id: 'errors', title: 'schemaErrors' },
  { id: 'changes', title: 'schemaChanges' },
] as const;

/** The schema for people: types and who owns each field, error codes, what changed lately. */
export default function SchemaPage({ tab, type }: { readonly tab: string; readonly type?: string }) {
  const words = useWords();
  usePageTitle(words.say('navSchema'));
  const content: Readonly<Record<string, ReactNode>> = {
    schema: <Types wanted={type} />,
    errors: <ErrorCodes />,
    changes: <Changes />,
  };
  return (
    <article>
      <header className="page-head">
        <h1>{words.say('schemaTitle')}</h1>
        <nav className="tabs" aria-label={words.say('navSchema')}>
          {tabs.map(({ id, title }) => (
            <a key={id} href={routeHash([id])} aria-current={tab === id ? 'page' : undefined}>
              {words.say(title)}
            </a>
          ))}
        </nav>
      </header>
      {content[tab]}
    </article>
  );
}
