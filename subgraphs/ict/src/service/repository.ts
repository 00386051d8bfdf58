import {
  type CollectionPage,
  type Condition,
  type PageArguments,
  pageOfCollection,
  type SortField,
} from '@lien-thong/subgraph-kit';
import type { Collection, Db } from 'mongodb';
import { rowsWhere } from '../rowsWhere';
import { type ServiceRecord, serviceCollection } from './record';

/** The questions that are asked of the leased services. */
export interface ServiceRepository {
  findByIds(ids: readonly string[]): Promise<ServiceRecord[]>;
  findByCodes(codes: readonly string[]): Promise<ServiceRecord[]>;
  page(question: {
    readonly filter: Condition;
    readonly sort: readonly SortField[];
    readonly args: PageArguments;
  }): Promise<CollectionPage<ServiceRecord>>;
}

/** The services of a database. */
export function serviceRepository(db: Db): ServiceRepository {
  const collection: Collection<ServiceRecord> = db.collection(serviceCollection.name);
  return {
    findByIds: (ids) => rowsWhere(collection, '_id', ids),
    findByCodes: (codes) => rowsWhere(collection, 'code', codes),
    page: (question) => pageOfCollection(collection, question),
  };
}
