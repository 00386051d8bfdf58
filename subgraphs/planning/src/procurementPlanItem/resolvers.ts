import { historyOf, type PageArguments, reference } from '@lien-thong/subgraph-kit';
import { type PlanningContext, publicBody } from '../context';
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
    service: ({ serviceId }: ProcurementPlanItemRecord) => reference('Service', serviceId),
    organiser: ({ organiserId }: ProcurementPlanItemRecord, _: unknown, context: PlanningContext) =>
      publicBody(context, organiserId),
    history: ({ _id }: ProcurementPlanItemRecord, args: PageArguments, { db }: PlanningContext) =>
      historyOf(db, { type: 'procurementPlanItem', id: _id }, args),
    contract: ({ contractId }: ProcurementPlanItemRecord) => reference('Contract', contractId),
  },
};
