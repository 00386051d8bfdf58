import type { Collection, Db } from 'mongodb';
import type { CollectionPage } from '../page/pageOfCollection';
import { pageOfCollection } from '../page/pageOfCollection';
import type { PageArguments } from '../page/pageRequest';
import type { Row } from '../records';
import { type JournalEntry, journalName } from './journal';

/** One version as `Change` in the graph shows it. */
export type Change = JournalEntry & Row;

/**
 * The versions of one entity, newest first, paged. An entity that no command has touched has an empty history: its
 * provenance says where it comes from.
 */
export function historyOf(
  db: Db,
  entity: { type: string; id: string },
  args: PageArguments,
): Promise<CollectionPage<Change>> {
  const journal = db.collection(journalName) as unknown as Collection<Change>;
  return pageOfCollection<Change>(journal, {
    filter: { type: entity.type, entityId: entity.id },
    sort: [{ field: 'version', direction: -1 }],
    args,
  });
}
