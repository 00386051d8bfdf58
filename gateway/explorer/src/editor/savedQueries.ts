import { isObject } from '../answer/Answer';

/** A query that the reader kept in this browser. */
export interface SavedQuery {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly query: string;
  /** JSON text, as in the editor. */
  readonly variables: string;
  readonly savedAt: string;
}

const storageKey = 'lien-thong:saved-queries';
/** Says what a file is, so that another JSON file is refused. */
const fileKind = 'lien-thong/saved-queries';

function readQuery(raw: unknown): SavedQuery | undefined {
  if (!isObject(raw) || typeof raw.query !== 'string' || typeof raw.name !== 'string') return undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    id: text(raw.id) || crypto.getRandomValues(new Uint32Array(2)).join('-'),
    name: raw.name,
    description: text(raw.description),
    query: raw.query,
    variables: text(raw.variables),
    savedAt: text(raw.savedAt),
  };
}

const readList = (raw: unknown): readonly SavedQuery[] =>
  Array.isArray(raw) ? raw.map(readQuery).filter((query) => query !== undefined) : [];

/** The kept queries; none where the browser keeps nothing or the entry is broken. */
export function readSavedQueries(): readonly SavedQuery[] {
  try {
    return readList(JSON.parse(localStorage.getItem(storageKey) ?? '[]'));
  } catch {
    return [];
  }
}

/** Keeps the queries. Throws the browser's error where it keeps nothing. */
export function writeSavedQueries(queries: readonly SavedQuery[]): void {
  localStorage.setItem(storageKey, JSON.stringify(queries));
}

/** A new query to keep. */
export const newSavedQuery = (parts: Omit<SavedQuery, 'id' | 'savedAt'>): SavedQuery => ({
  ...parts,
  id: crypto.getRandomValues(new Uint32Array(2)).join('-'),
  savedAt: new Date().toISOString(),
});

/** The queries as the text of a file. */
export const toQueryFile = (queries: readonly SavedQuery[]): string =>
  JSON.stringify({ kind: fileKind, version: 1, queries }, null, 2);

/** The queries of a file; undefined where it is no file of saved queries. */
export function fromQueryFile(text: string): readonly SavedQuery[] | undefined {
  try {
    const file: unknown = JSON.parse(text);
    return isObject(file) && file.kind === fileKind ? readList(file.queries) : undefined;
  } catch {
    return undefined;
  }
}
