import type { Db } from 'mongodb';
import type { AnyCollection, CollectionDefinition } from '../collection';
import { isDuplicateKey } from '../connectMongo';
import { encodeRow } from '../encodeRow';
import type { Row } from '../records';
import type { JournalEntry } from './journal';

/** The collections of a department by name, as projections are written to them. */
export type CollectionsByName = ReadonlyMap<string, AnyCollection>;

/**
 * Writes one read row unless the stored one is as new: the filter matches an older version, and where the stored row
 * is newer the upsert runs into its `_id` and is dropped.
 */
async function writeRow(db: Db, definition: AnyCollection, row: Row): Promise<void> {
  const encoded = encodeRow(definition as unknown as CollectionDefinition<Row>, row);
  try {
    await db
      .collection<Row>(definition.name)
      .replaceOne({ _id: row._id, version: { $lt: row.version } }, encoded, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Writes the projections of an entry: the aggregate's own row and the side rows. Safe to repeat, in any order. */
export async function projectEntry(
  { db, collections }: { readonly db: Db; readonly collections: CollectionsByName },
  entry: JournalEntry,
  own: string | null,
): Promise<void> {
  const rows = own ? [{ collection: own, row: entry.state }, ...entry.rows] : entry.rows;
  for (const { collection, row } of rows) {
    const definition = collections.get(collection);
    if (!definition) throw new Error(`the entry ${entry._id} names an unknown collection ${collection}`);
    await writeRow(db, definition, row);
  }
}
