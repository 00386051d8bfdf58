import type { Db } from 'mongodb';
import type { AnyCollection, CollectionDefinition } from '../collection';
import type { Caller } from '../context';
import type { CitationRecord, Row } from '../records';

/** A chain of versions: what one invariant is kept on. */
export interface Aggregate<T extends Row> {
  /** As `contract`; the first part of entry ids. */
  readonly type: string;
  /** Where the newest state is read from; its rows are projections of the journal. */
  readonly collection: CollectionDefinition<T>;
}

/** A further read row that a command wrote beside the aggregate's own. */
export interface SideRow {
  readonly collection: string;
  readonly row: Row;
}

/** One field that a version changed; values as JSON text, null where there was none. */
export interface FieldChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One immutable version of an aggregate. */
export interface JournalEntry<T extends Row = Row> {
  readonly _id: string;
  readonly type: string;
  readonly entityId: string;
  readonly version: number;
  /** Name of the mutation, or of its step. */
  readonly command: string;
  /** Idempotency key with its command and step. */
  readonly key: string;
  readonly caller: Caller;
  readonly at: Date;
  /** The document that the change rests on. */
  readonly citation: CitationRecord | null;
  readonly changes: readonly FieldChange[];
  readonly state: T;
  readonly rows: readonly SideRow[];
}

/** Name of the journal's collection, one in each department. */
export const journalName = 'journal';
/** Name of the collection of command attempts. */
export const attemptsName = 'commandAttempts';

/** The indexes that history and the sweep rely on; entries are otherwise found by `_id`. */
export const journalIndexes: ReadonlyArray<Pick<AnyCollection, 'name' | 'indexes'>> = [
  { name: journalName, indexes: [{ key: { type: 1, entityId: 1, version: -1 } }, { key: { at: 1 } }] },
  { name: attemptsName, indexes: [] },
];

/** Id of a version's entry. */
export function entryId(type: string, entityId: string, version: number): string {
  return `${type}:${entityId}@${version}`;
}

/** The entry of that id; null when that version does not exist. */
export async function findEntry<T extends Row>(db: Db, id: string): Promise<JournalEntry<T> | null> {
  return db
    .collection<JournalEntry<T>>(journalName)
    .findOne({ _id: id } as never) as Promise<JournalEntry<T> | null>;
}

/** The newest entry at or after `version`, walked by `_id`; null when `version` itself does not exist. */
export async function headFrom<T extends Row>(
  db: Db,
  aggregate: Aggregate<T>,
  place: { entityId: string; version: number },
): Promise<JournalEntry<T> | null> {
  let head: JournalEntry<T> | null = null;
  for (let version = place.version; ; version += 1) {
    const next = await findEntry<T>(db, entryId(aggregate.type, place.entityId, version));
    if (!next) return head;
    head = next;
  }
}

/** Any aggregate, where the type of its state does not matter. */
export interface AnyAggregate {
  readonly type: string;
  readonly collection: AnyCollection;
}
