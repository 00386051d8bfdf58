import { historyOf, type PageArguments } from '@lien-thong/subgraph-kit';
import { type PlanningContext, publicBody } from '../context';
import { contractRef, optional, serviceRef } from '../references';
import type { ProcurementPlanFilter } from './filter';
import type { ProcurementPlanItemRecord } from './record';
import { procurementPlanItemRepository } from './repository';

/** Root field on the contractor selection plan, and what a package answers. */
export const procurementPlanItemResolvers = {
  Query: {
    procurementPlanItems: (
      _: unknown,
      { filter, ...args }: PageArguments & { filter?: ProcurementPlanFilter },
      { db }: PlanningContext,
    ) => procurementPlanItemRepository(db).page(filter, args),
  },
  ProcurementPlanItem: {
    __resolveReference: ({ id }: { id: string }, { loaders }: PlanningContext) =>
      loaders.planItemById.load(id),
    id: ({ _id }: ProcurementPlanItemRecord) => _id,
    programme: ({ programmeId }: ProcurementPlanItemRecord, _: unknown, { loaders }: PlanningContext) =>
      loaders.programmeById.load(programmeId),
    service: ({ serviceId }: ProcurementPlanItemRecord) => optional(serviceId, serviceRef),
    organiser: ({ organiserId }: ProcurementPlanItemRecord, _: unknown, context: PlanningContext) =>
      publicBody(context, organiserId),
    history: ({ _id }: ProcurementPlanItemRecord, args: PageArguments, { db }: PlanningContext) =>
      historyOf(db, { type: 'procurementPlanItem', id: _id }, args),
    contract: ({ contractId }: ProcurementPlanItemRecord) => optional(contractId, contractRef),
  },
};
