import { createChildPageLoader } from '@lien-thong/subgraph-kit';
import type { Collection, Db } from 'mongodb';
import { rowsWhere } from '../rowsWhere';
import { type AcceptanceRecord, acceptanceCollection } from './record';

/** The questions that are asked of the acceptance records. */
export interface AcceptanceRepository {
  findByIds(ids: readonly string[]): Promise<AcceptanceRecord[]>;
  /** A loader of pages of acceptance records below many contracts. */
  pagesOfContracts(): ReturnType<typeof createChildPageLoader<AcceptanceRecord>>;
}

/** The acceptance records of a database. */
export function acceptanceRepository(db: Db): AcceptanceRepository {
  const collection: Collection<AcceptanceRecord> = db.collection(acceptanceCollection.name);
  return {
    findByIds: (ids) => rowsWhere(collection, '_id', ids),
    pagesOfContracts: () => createChildPageLoader({ collection, parentField: 'contractId' }),
  };
}
