import type { AnyCollection } from '@lien-thong/subgraph-kit';
import type { CommandStartedEvent, Document } from 'mongodb';

interface FilterFields {
  /** Fields compared with one value or a list of values. */
  readonly equal: Set<string>;
  /** Fields compared with a range or a pattern. */
  readonly ranged: Set<string>;
}

function fieldsOf(
  filter: Document,
  into: FilterFields = { equal: new Set(), ranged: new Set() },
): FilterFields {
  for (const [key, value] of Object.entries(filter)) {
    if (key === '$and' || key === '$or') {
      for (const part of value as Document[]) fieldsOf(part, into);
    } else {
      const operators =
        value !== null && typeof value === 'object' && !(value instanceof Date) ? Object.keys(value) : [];
      const isEqual = operators.every((operator) => !operator.startsWith('$') || operator === '$in');
      (isEqual ? into.equal : into.ranged).add(key);
    }
  }
  return into;
}

type Key = ReadonlyArray<readonly [string, number]>;

/** The sort is the index, read from after its equality fields, in one direction or the other. */
function servesSort(key: Key, { equal }: FilterFields, sort: Key): boolean {
  for (let start = 0; start < key.length; start += 1) {
    const rest = key.slice(start);
    const serves = (turn: 1 | -1) =>
      sort.every(([field, direction], at) => rest[at]?.[0] === field && rest[at]?.[1] === direction * turn);
    if (sort.length <= rest.length && (serves(1) || serves(-1))) return true;
    if (!equal.has(key[start]?.[0] ?? '')) return false;
  }
  return false;
}

function leads(key: Key, { equal, ranged }: FilterFields): boolean {
  const first = key[0]?.[0] ?? '';
  return equal.has(first) || ranged.has(first);
}

/**
 * The finds among the commands that no declared index helps, one sentence each. An index helps when it serves the
 * sort after its equality fields, or, where the rows of one look-up are few by nature, when it leads with a field of
 * the filter. `_id` is always indexed, and the last field of every order.
 */
export function uncoveredFinds(
  commands: readonly CommandStartedEvent[],
  collections: readonly AnyCollection[],
): string[] {
  return commands
    .filter(({ commandName }) => commandName === 'find')
    .map(({ command }) => problemOf(command, collections))
    .filter((problem) => problem !== null);
}

function problemOf(
  { find, filter = {}, sort = {} }: Document,
  collections: readonly AnyCollection[],
): string | null {
  const definition = collections.find(({ name }) => name === find);
  const indexes: Key[] = (definition?.indexes ?? []).map(({ key }) => Object.entries(key) as unknown as Key);
  const fields = fieldsOf(filter as Document);
  const entries = sort instanceof Map ? [...sort] : Object.entries(sort as Document);
  const order = entries.filter(([field]) => field !== '_id') as unknown as Key;
  if (fields.equal.has('_id')) return null;
  const isHelped = indexes.some(
    (key) => leads(key, fields) || (order.length > 0 && servesSort(key, fields, order)),
  );
  const named = [...fields.equal, ...fields.ranged].filter(
    (field) => field !== '_id' && !indexes.some((key) => key.some(([name]) => name === field)),
  );
  if (isHelped && named.length === 0) return null;
  const what = JSON.stringify({ filter, sort: entries });
  return named.length > 0
    ? `${find}: no index has ${named.join(', ')} (${what})`
    : `${find}: no index serves ${what}`;
}
