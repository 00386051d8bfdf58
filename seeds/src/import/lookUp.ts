import type { GraphClient } from './GraphClient';
import type { ImportRow } from './ImportKind';
import type { ImportProblem } from './ImportTable';

/** Most ids that one question names; pages hold 500 rows. */
const idsAtOnce = 200;

/** The different values of a column, empty cells left out. */
export function valuesOf(rows: readonly ImportRow[], column: string): string[] {
  return [...new Set(rows.flatMap(({ values }) => values[column] ?? []).map(String))];
}

interface Found {
  readonly id: string;
}

async function inBatches<T extends Found>(
  ids: readonly string[],
  ask: (ids: readonly string[]) => Promise<ReadonlyArray<T | null>>,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    for (const row of await ask(ids.slice(from, from + idsAtOnce))) if (row) found.set(row.id, row);
  }
  return found;
}

/** Rows of a department's list by id, with what is asked of them; those that exist. */
export function listed<T extends Found>(
  graph: GraphClient,
  list: string,
  { ids, fields, by = 'ids' }: { ids: readonly string[]; fields: string; by?: string },
): Promise<Map<string, T>> {
  const query = `query ImportLookUp($ids: [ID!]!, $first: Int!) {
    rows: ${list}(filter: { ${by}: $ids }, first: $first) { nodes { id ${fields} } }
  }`;
  return inBatches<T>(ids, async (batch) => {
    const variables = { ids: batch, first: batch.length };
    return (await graph.ask<{ rows: { nodes: T[] } }>(query, variables)).rows.nodes;
  });
}

/** Entities of a department by id, with what is asked of them; those that exist. */
export function entities<T extends Found>(
  graph: GraphClient,
  type: string,
  { ids, fields }: { ids: readonly string[]; fields: string },
): Promise<Map<string, T>> {
  const query = `query ImportEntities($keys: [_Any!]!) {
    _entities(representations: $keys) { ... on ${type} { id ${fields} } }
  }`;
  return inBatches<T>(ids, async (batch) => {
    const keys = batch.map((id) => ({ __typename: type, id }));
    return (await graph.ask<{ _entities: Array<T | null> }>(query, { keys }))._entities;
  });
}

/** A problem of every row whose value in the column names nothing that exists. */
export function unknownIn(
  rows: readonly ImportRow[],
  column: string,
  { known, what }: { known: { has(id: string): boolean }; what: string },
): ImportProblem[] {
  return rows.flatMap(({ row, values }) => {
    const id = values[column];
    if (id == null || known.has(String(id))) return [];
    return [{ row, column, reason: `there is no ${what} ${id}` }];
  });
}

/** A problem of every row, from the second on, that has the values of an earlier row in these columns. */
export function repeatedIn(
  rows: readonly ImportRow[],
  columns: readonly string[],
  what: string,
): ImportProblem[] {
  const seen = new Map<string, number>();
  return rows.flatMap(({ row, values }) => {
    const parts = columns.map((column) => values[column] ?? '');
    if (parts.every((part) => part === '')) return [];
    const key = JSON.stringify(parts);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, row);
    const column = columns.at(-1) ?? '';
    return first === undefined
      ? []
      : [{ row, column, reason: `${what} ${parts.join(' ')} stands in row ${first} already` }];
  });
}

/** The rows of which none of these mistakes is: sums are made of rows that are right. */
export function withoutBroken(
  rows: readonly ImportRow[],
  problems: readonly ImportProblem[],
): readonly ImportRow[] {
  const broken = new Set(problems.map(({ row }) => row));
  return rows.filter(({ row }) => !broken.has(row));
}

/** One limit that the amounts of rows share, in whole đồng. */
export interface Room {
  readonly column: string;
  /** What the rows share; null for a row that takes no part. */
  readonly keyOf: (row: ImportRow) => string | null;
  /** Đồng of the row, signed. */
  readonly amountOf: (row: ImportRow) => number;
  /** Đồng that are left; undefined where nothing is known. */
  readonly roomOf: (key: string) => number | undefined;
  readonly words: (key: string) => string;
}

/** A problem of every row at which the sum of the file, so far, passes the room that there is. */
export function beyondRoom(rows: readonly ImportRow[], room: Room): ImportProblem[] {
  const sums = new Map<string, bigint>();
  return rows.flatMap((row) => {
    const key = room.keyOf(row);
    const left = key === null ? undefined : room.roomOf(key);
    if (key === null || left === undefined) return [];
    const amount = BigInt(room.amountOf(row));
    const sum = (sums.get(key) ?? 0n) + amount;
    if (amount <= 0n || sum <= BigInt(left)) {
      sums.set(key, sum);
      return [];
    }
    const before = sum - amount;
    const reason = `${room.words(key)} has room for ${left} đồng; rows before take ${before}, and this one ${amount}`;
    return [{ row: row.row, column: room.column, reason }];
  });
}
