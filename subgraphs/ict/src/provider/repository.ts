import {
  type CollectionPage,
  type Condition,
  type PageArguments,
  pageOfCollection,
} from '@lien-thong/subgraph-kit';
import type { Collection, Db } from 'mongodb';
import { rowsWhere } from '../rowsWhere';
import { type ProviderRecord, providerCollection } from './record';

/** The questions that are asked of the providers. */
export interface ProviderRepository {
  findByIds(ids: readonly string[]): Promise<ProviderRecord[]>;
  findByTaxCodes(taxCodes: readonly string[]): Promise<ProviderRecord[]>;
  /** By legal name, accents and case apart. */
  page(filter: Condition, args: PageArguments): Promise<CollectionPage<ProviderRecord>>;
}

/** The providers of a database. */
export function providerRepository(db: Db): ProviderRepository {
  const collection: Collection<ProviderRecord> = db.collection(providerCollection.name);
  return {
    findByIds: (ids) => rowsWhere(collection, '_id', ids),
    findByTaxCodes: (taxCodes) => rowsWhere(collection, 'taxKey', taxCodes),
    page: (filter, args) =>
      pageOfCollection(collection, { filter, sort: [{ field: 'nameKey', direction: 1 }], args }),
  };
}
