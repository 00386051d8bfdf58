import { createChildPageLoader, journalName } from '@lien-thong/subgraph-kit';
import type { Collection, Db } from 'mongodb';
import { inOneReply, rowsWhere } from '../rowsWhere';
import { type UnitPriceRecord, unitPriceCollection } from './record';

/** The questions that are asked of the unit prices. */
export interface UnitPriceRepository {
  findByIds(ids: readonly string[]): Promise<UnitPriceRecord[]>;
  /** All prices of the services. */
  findByServices(serviceIds: readonly string[]): Promise<UnitPriceRecord[]>;
  /** Prices that commands have changed since then, by the journal. */
  findChangedSince(since: Date): Promise<UnitPriceRecord[]>;
  /** A loader of pages of prices below many services. */
  pagesOfServices(): ReturnType<typeof createChildPageLoader<UnitPriceRecord>>;
}

/** The unit prices of a database. */
export function unitPriceRepository(db: Db): UnitPriceRepository {
  const collection: Collection<UnitPriceRecord> = db.collection(unitPriceCollection.name);
  return {
    findByIds: (ids) => rowsWhere(collection, '_id', ids),
    findByServices: (serviceIds) => rowsWhere(collection, 'serviceId', serviceIds),
    findChangedSince: async (since) => {
      const ids = await db
        .collection(journalName)
        .find({ type: 'unitPrice', at: { $gte: since } })
        .project<{ entityId: string }>({ entityId: 1 })
        .batchSize(inOneReply)
        .toArray();
      return rowsWhere(collection, '_id', [...new Set(ids.map(({ entityId }) => entityId))]);
    },
    pagesOfServices: () => createChildPageLoader({ collection, parentField: 'serviceId' }),
  };
}
