import { codedError } from '@lien-thong/schema';
import type { Condition, Row } from '@lien-thong/subgraph-kit';
import type { Collection, Filter } from 'mongodb';

/** Most rows that one plain list question (not a connection) may bring back. */
export const maxListRows = 5_000;

/** What is asked of a collection as a plain list. */
export interface ListQuestion {
  readonly filter: Condition;
  readonly sort: Readonly<Record<string, 1 | -1>>;
  readonly limit?: number;
}

/**
 * All rows of a list that is short by nature, in one command. A list that turns out longer than its bound is refused
 * with BAD_USER_INPUT rather than cut: a cut list would be read as the whole.
 */
export async function findBounded<T extends Row>(
  collection: Collection<T>,
  { filter, sort, limit = maxListRows }: ListQuestion,
): Promise<T[]> {
  const rows = (await collection
    .find(filter as unknown as Filter<T>)
    .sort(sort)
    .limit(limit + 1)
    // All rows in one reply: the server's own default of 101 would make a long list cost more commands than a short one.
    .batchSize(limit + 2)
    .toArray()) as unknown as T[];
  if (rows.length <= limit) return rows;
  throw codedError('BAD_USER_INPUT', {
    message: `This list of ${collection.collectionName} is longer than ${limit} rows. Ask with a narrower filter, or page through the connection of the same name.`,
    extensions: { limit },
  });
}
