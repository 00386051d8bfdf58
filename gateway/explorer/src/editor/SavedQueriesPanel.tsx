import catalogue from 'virtual:catalogue';
import graph from 'virtual:graph';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type FormEvent, useRef, useState } from 'react';
import { saveFile } from '../exports/saveFile';
import { useWords } from '../i18n/Language';
import { defaultVariables } from '../questions/permalink';
import {
  fromQueryFile,
  newSavedQuery,
  readSavedQueries,
  type SavedQuery,
  toQueryFile,
  writeSavedQueries,
} from './savedQueries';

interface Opened {
  readonly query: string;
  readonly variables: string;
}

/** Opens a query in a tab of its own. */
function useOpen() {
  const actions = useGraphiQLActions();
  const editors = useGraphiQL((state) => ({ query: state.queryEditor, variables: state.variableEditor }));
  return ({ query, variables }: Opened) => {
    actions.addTab();
    // The new tab is there after this turn; its content is what the editors hold.
    setTimeout(() => {
      editors.query?.setValue(query);
      editors.variables?.setValue(variables);
    });
  };
}

function SaveForm({ onSave }: { readonly onSave: (query: SavedQuery) => void }) {
  const words = useWords();
  const editors = useGraphiQL((state) => ({ query: state.queryEditor, variables: state.variableEditor }));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const name = String(fields.get('name') ?? '').trim();
    if (!name) return;
    onSave(
      newSavedQuery({
        name,
        description: String(fields.get('description') ?? '').trim(),
        query: editors.query?.getValue() ?? '',
        variables: editors.variables?.getValue() ?? '',
      }),
    );
    form.reset();
  };
  return (
    <form className="save-query" onSubmit={submit}>
      <label className="field">
        {words.say('name')}
        <input className="input" name="name" required />
      </label>
      <label className="field">
        {words.say('description')}
        <input className="input" name="description" />
      </label>
      <button type="submit" className="button primary">
        {words.say('saveQuery')}
      </button>
    </form>
  );
}

function FileButtons(props: {
  readonly queries: readonly SavedQuery[];
  readonly onImport: (queries: readonly SavedQuery[]) => void;
}) {
  const words = useWords();
  const [message, setMessage] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    const queries = file && fromQueryFile(await file.text());
    if (queries) props.onImport(queries);
    setMessage(queries ? words.say('importedCount', { n: queries.length }) : words.say('importFailed'));
  };
  return (
    <p className="file-buttons">
      <button
        type="button"
        className="button"
        disabled={props.queries.length === 0}
        onClick={() => saveFile('lien-thong-queries.json', toQueryFile(props.queries), 'application/json')}
      >
        {words.say('exportFile')}
      </button>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        {words.say('importFile')}
      </button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={words.say('importFile')}
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <span role="status" className="note">
        {message}
      </span>
    </p>
  );
}

function BuiltIn({ onOpen }: { readonly onOpen: (opened: Opened) => void }) {
  const words = useWords();
  return (
    <section>
      <h3>{words.say('builtInQuestions')}</h3>
      <ul className="query-list">
        {catalogue.questions.map((question) => (
          <li key={question.slug}>
            <button
              type="button"
              className="menu-item"
              onClick={() =>
                onOpen({
                  query: graph.sources[question.slug] ?? question.run,
                  variables: JSON.stringify(defaultVariables(question.shape), null, 2),
                })
              }
            >
              {words.text(question.title)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Queries with a name: the saved questions, and those that the reader keeps in this browser. */
export function SavedQueriesPanel() {
  const words = useWords();
  const open = useOpen();
  const [queries, setQueries] = useState(readSavedQueries);
  const keep = (next: readonly SavedQuery[]) => {
    writeSavedQueries(next);
    setQueries(next);
  };
  const merge = (more: readonly SavedQuery[]) =>
    keep([...queries.filter((query) => !more.some((each) => each.id === query.id)), ...more]);
  return (
    <div className="editor-panel">
      <h2>{words.say('savedQueries')}</h2>
      <SaveForm onSave={(query) => keep([...queries, query])} />
      {queries.length === 0 ? <p className="note">{words.say('savedEmpty')}</p> : null}
      <ul className="query-list">
        {queries.map((query) => (
          <li key={query.id}>
            <button type="button" className="menu-item" onClick={() => open(query)}>
              {query.name}
              <span className="note">{query.description}</span>
            </button>
            <button
              type="button"
              className="button quiet"
              aria-label={`${words.say('remove')} ${query.name}`}
              onClick={() => keep(queries.filter((each) => each !== query))}
            >
              {words.say('remove')}
            </button>
          </li>
        ))}
      </ul>
      <FileButtons queries={queries} onImport={merge} />
      <BuiltIn onOpen={open} />
    </div>
  );
}
