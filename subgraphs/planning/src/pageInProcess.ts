import {
  type Connection,
  compareRows,
  connectionOf,
  decodeCursor,
  listFingerprint,
  type PageArguments,
  pageRequest,
  type SortField,
  totalOrder,
} from '@lien-thong/subgraph-kit';

/** A list that is whole in memory, to be paged by keyset like one in the database. */
export interface InProcessList<T> {
  readonly rows: readonly T[];
  /** Top-level fields of the rows. */
  readonly sort: readonly SortField[];
  readonly args: PageArguments;
  /** What the list was asked with; a cursor of another question is refused. */
  readonly question: unknown;
  readonly defaultSize?: number;
}

/**
 * One page of a list in memory, with the same cursors and the same refusals as one from the database: INVALID_CURSOR,
 * PAGE_SIZE_OUT_OF_RANGE, BAD_USER_INPUT. A cursor stays good when the row it names has left the list since.
 */
export function pageInProcess<T extends { _id: string }>(
  list: InProcessList<T>,
): Connection<T> & { readonly totalCount: number } {
  const { size, backward, cursor } = pageRequest(list.args, list.defaultSize);
  const order = totalOrder(list.sort);
  const fingerprint = listFingerprint([list.question, list.sort]);
  const rows = [...list.rows].sort((left, right) => compareRows(order, left, right));
  const position = cursor ? decodeCursor(cursor, fingerprint, order.length) : null;
  const mark = position && Object.fromEntries(order.map(({ field }, at) => [field, position[at]]));
  const countUntil = (isBeyond: (row: T) => boolean): number => {
    const found = rows.findIndex(isBeyond);
    return found < 0 ? rows.length : found;
  };
  const from = mark && !backward ? countUntil((row) => compareRows(order, row, mark) > 0) : 0;
  const to = mark && backward ? countUntil((row) => compareRows(order, row, mark) >= 0) : rows.length;
  const [start, end] = backward ? [Math.max(from, to - size), to] : [from, Math.min(from + size, to)];
  return {
    ...connectionOf({
      nodes: rows.slice(start, end),
      order,
      fingerprint,
      hasNextPage: end < rows.length,
      hasPreviousPage: start > 0,
    }),
    totalCount: rows.length,
  };
}
