import type { Row } from '@lien-thong/subgraph-kit';
import type { Collection, Filter } from 'mongodb';

/** Rows that the server may send at once: its own default of 101 would cost a further command for each hundred rows. */
export const inOneReply = 100_000;

/** Rows whose field has one of the values, in any order: one command. No command for no values. */
export async function rowsWhere<T extends Row>(
  collection: Collection<T>,
  field: string,
  values: readonly string[],
): Promise<T[]> {
  if (values.length === 0) return [];
  const filter = { [field]: values.length === 1 ? values[0] : { $in: [...values] } };
  return (await collection
    .find(filter as unknown as Filter<T>)
    .batchSize(inOneReply)
    .toArray()) as unknown as T[];
}
