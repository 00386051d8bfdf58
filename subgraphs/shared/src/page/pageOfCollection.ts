import type { Collection, Filter } from 'mongodb';
import type { Row } from '../records';
import { allOf } from './conditions';
import { type Connection, connectionOf } from './connection';
import { decodeCursor, listFingerprint } from './cursor';
import { afterPosition, type Condition, reversed, type SortField, totalOrder } from './keyset';
import { type PageArguments, pageRequest } from './pageRequest';

/** A page of a whole collection: which rows, in which order, how many from where. */
export interface CollectionPageOptions {
  readonly filter: Condition;
  readonly sort: readonly SortField[];
  readonly args: PageArguments;
  readonly defaultSize?: number;
}

/** A page with its lazily counted total. */
export interface CollectionPage<T> extends Connection<T> {
  /** Rows that match the filter: one command, made only when it is asked for, whether the page holds all rows or few. */
  totalCount(): Promise<number>;
}

/**
 * One page by keyset (no skip): a single `find` of size + 1 rows, whatever the page number. Cursors carry a hash of
 * filter and order. Throws INVALID_CURSOR, PAGE_SIZE_OUT_OF_RANGE, BAD_USER_INPUT.
 */
export async function pageOfCollection<T extends Row>(
  collection: Collection<T>,
  options: CollectionPageOptions,
): Promise<CollectionPage<T>> {
  const { size, backward, cursor } = pageRequest(options.args, options.defaultSize);
  const order = totalOrder(options.sort);
  const fingerprint = listFingerprint([collection.collectionName, options.filter, options.sort]);
  const walked = backward ? reversed(order) : order;
  const from = cursor ? afterPosition(walked, decodeCursor(cursor, fingerprint, order.length)) : {};
  const rows = (await collection
    .find(allOf(options.filter, from) as unknown as Filter<T>)
    .sort(walked.map(({ field, direction }): [string, 1 | -1] => [field, direction]))
    .limit(size + 1)
    // All rows in one reply: the server's own default is 101.
    .batchSize(size + 2)
    .toArray()) as unknown as T[];
  const more = rows.length > size;
  const nodes = more ? rows.slice(0, size) : rows;
  if (backward) nodes.reverse();
  const connection = connectionOf({
    nodes,
    order,
    fingerprint,
    hasNextPage: backward ? cursor !== null : more,
    hasPreviousPage: backward ? more : cursor !== null,
  });
  // Counted even where the page holds them all: a question costs as many commands on little data as on much.
  const totalCount = async () => collection.countDocuments(options.filter as unknown as Filter<T>);
  return { ...connection, totalCount };
}
