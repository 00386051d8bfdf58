import type { PageArguments } from '@lien-thong/subgraph-kit';
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
    contract: ({ contractId }: ProcurementPlanItemRecord) => optional(contractId, contractRef),
  },
};
