import { type Answer, isObject, type JsonObject } from './Answer';

function replaceAt(root: JsonObject, path: readonly string[], change: (old: unknown) => unknown): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return root;
  const below = root[key];
  const value = rest.length === 0 ? change(below) : isObject(below) ? replaceAt(below, rest, change) : below;
  return { ...root, [key]: value };
}

function connectionAt(data: JsonObject | null, path: readonly string[]): JsonObject | undefined {
  let value: unknown = data;
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  return isObject(value) ? value : undefined;
}

/** The cursor to read on from, or undefined where the list is read to its end. */
export function nextCursor(answer: Answer, path: readonly string[]): string | undefined {
  const info = connectionAt(answer.data, path)?.pageInfo;
  if (!isObject(info) || info.hasNextPage !== true) return undefined;
  return typeof info.endCursor === 'string' ? info.endCursor : undefined;
}

/** How many rows of the list are here, and how many it has (undefined where the answer does not say). */
export function rowsRead(answer: Answer, path: readonly string[]): { read: number; total?: number } {
  const connection = connectionAt(answer.data, path);
  const nodes = Array.isArray(connection?.nodes) ? connection.nodes : [];
  return {
    read: nodes.length,
    total: typeof connection?.totalCount === 'number' ? connection.totalCount : undefined,
  };
}

/** The answer with the rows of one more page of the list; errors of both are kept, row numbers moved on. */
export function appendPage(answer: Answer, page: Answer, path: readonly string[]): Answer {
  const more = connectionAt(page.data, path);
  const { read } = rowsRead(answer, path);
  if (!answer.data || !more) return { ...answer, errors: [...answer.errors, ...page.errors] };
  const data = replaceAt(answer.data, path, (old) => {
    const before = isObject(old) ? old : {};
    const nodes = [
      ...(Array.isArray(before.nodes) ? before.nodes : []),
      ...(Array.isArray(more.nodes) ? more.nodes : []),
    ];
    return { ...before, nodes, pageInfo: more.pageInfo };
  });
  const moved = page.errors.map((error) => {
    const inList = path.every((key, index) => error.path?.[index] === key);
    const at = path.length + 1;
    const row = error.path?.[at];
    if (!inList || !error.path || typeof row !== 'number') return error;
    return { ...error, path: [...error.path.slice(0, at), row + read, ...error.path.slice(at + 1)] };
  });
  return { ...answer, data, errors: [...answer.errors, ...moved], tookMs: answer.tookMs + page.tookMs };
}
