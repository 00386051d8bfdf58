import { type CollectionPage, type PageArguments, pageOfCollection } from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { findBounded } from '../findBounded';
import { type ProcurementPlanFilter, procurementPlanCondition } from './filter';
import { type ProcurementPlanItemRecord, procurementPlanItemCollection } from './record';

/** Field of a package that other rows refer to it by. */
export type PlanItemParent = 'programmeId' | 'serviceId' | 'contractId';

/** Questions about the contractor selection plan. */
export interface ProcurementPlanItemRepository {
  /** Those of the ids that exist. */
  findByIds(ids: readonly string[]): Promise<ProcurementPlanItemRecord[]>;
  /** All packages below the parents, by number. */
  findByParents(field: PlanItemParent, ids: readonly string[]): Promise<ProcurementPlanItemRecord[]>;
  /** One page by package number. */
  page(
    filter: ProcurementPlanFilter | null | undefined,
    args: PageArguments,
  ): Promise<CollectionPage<ProcurementPlanItemRecord>>;
}

/** The contractor selection plan in a database. */
export function procurementPlanItemRepository(db: Db): ProcurementPlanItemRepository {
  const collection = db.collection<ProcurementPlanItemRecord>(procurementPlanItemCollection.name);
  return {
    findByIds: (ids) => findBounded(collection, { filter: { _id: { $in: [...ids] } }, sort: { _id: 1 } }),
    findByParents: (field, ids) =>
      findBounded(collection, { filter: { [field]: { $in: [...ids] } }, sort: { packageNo: 1, _id: 1 } }),
    page: (filter, args) =>
      pageOfCollection(collection, {
        filter: procurementPlanCondition(filter),
        sort: [{ field: 'packageNo', direction: 1 }],
        args,
      }),
  };
}
