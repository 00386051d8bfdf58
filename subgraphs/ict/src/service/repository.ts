import { type CollectionPage, type CollectionPageOptions, pageOfCollection } from '@lien-thong/subgraph-kit';
import type { Collection, Db } from 'mongodb';
import { rowsWhere } from '../rowsWhere';
import { settledness } from '../unitPrice/status';
import { type ServiceRecord, serviceCollection } from './record';

/** The questions that are asked of the leased services. */
export interface ServiceRepository {
  findByIds(ids: readonly string[]): Promise<ServiceRecord[]>;
  findByCodes(codes: readonly string[]): Promise<ServiceRecord[]>;
  page(question: CollectionPageOptions): Promise<CollectionPage<ServiceRecord>>;
  /** Writes what the service shows of its prices, with the rank that it is sorted by. */
  setPrices(id: string, prices: Pick<ServiceRecord, 'unitPriceStatus' | 'currentUnitPriceId'>): Promise<void>;
}

/** The services of a database. */
export function serviceRepository(db: Db): ServiceRepository {
  const collection: Collection<ServiceRecord> = db.collection(serviceCollection.name);
  return {
    findByIds: (ids) => rowsWhere(collection, '_id', ids),
    findByCodes: (codes) => rowsWhere(collection, 'code', codes),
    setPrices: async (id, prices) => {
      const unitPriceRank = settledness(prices.unitPriceStatus);
      await collection.updateOne({ _id: id }, { $set: { ...prices, unitPriceRank } as never });
    },
    page: (question) => pageOfCollection(collection, question),
  };
}
