import { type CollectionPage, type PageArguments, pageOfCollection } from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { findBounded } from '../findBounded';
import { type ProgrammeFilter, programmeCondition } from './filter';
import { type ProgrammeRecord, programmeCollection } from './record';

/** Questions about programmes. */
export interface ProgrammeRepository {
  /** Those of the ids that exist. */
  findByIds(ids: readonly string[]): Promise<ProgrammeRecord[]>;
  /** Those of the codes that exist. */
  findByCodes(codes: readonly string[]): Promise<ProgrammeRecord[]>;
  /** One page by code. */
  page(
    filter: ProgrammeFilter | null | undefined,
    args: PageArguments,
  ): Promise<CollectionPage<ProgrammeRecord>>;
}

/** The programmes of a database. */
export function programmeRepository(db: Db): ProgrammeRepository {
  const collection = db.collection<ProgrammeRecord>(programmeCollection.name);
  return {
    findByIds: (ids) => findBounded(collection, { filter: { _id: { $in: [...ids] } }, sort: { _id: 1 } }),
    findByCodes: (codes) =>
      findBounded(collection, { filter: { code: { $in: [...codes] } }, sort: { code: 1 } }),
    page: (filter, args) =>
      pageOfCollection(collection, {
        filter: programmeCondition(filter),
        sort: [{ field: 'code', direction: 1 }],
        args,
      }),
  };
}
