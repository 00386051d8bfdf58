import {
  type MoneyRecord,
  type PageArguments,
  type PublicBodyRecord,
  subtractMoney,
} from '@lien-thong/subgraph-kit';
import type { PlanningContext } from '../context';
import { type ObservationFilter, observationCondition } from '../figure/filter';
import { figureOrder } from '../figure/repository';
import { rememberFigures } from '../figure/resolvers';
import type { ProcurementPlanItemRecord } from '../procurementPlanItem/record';
import type { TaskStatus } from '../task/record';

interface Borrowed {
  readonly id: string;
}

/** A contract as the gateway hands it over; `value` is there when `savings` is asked for. */
interface BorrowedContract extends Borrowed {
  readonly value?: { readonly amount: number } | null;
}

async function planItemOf(
  { id }: Borrowed,
  { loaders }: PlanningContext,
): Promise<ProcurementPlanItemRecord | null> {
  const [item] = await loaders.planItemsOfContract.load(id);
  return item ?? null;
}

/** What planning adds to entities that other departments own: whether they exist is the owner's to say. */
export const borrowedResolvers = {
  Contract: {
    __resolveReference: (contract: BorrowedContract) => contract,
    planItem: (contract: Borrowed, _: unknown, context: PlanningContext) => planItemOf(contract, context),
    savings: async (
      { id, value }: BorrowedContract,
      _: unknown,
      context: PlanningContext,
    ): Promise<MoneyRecord | null> => {
      const planned = (await planItemOf({ id }, context))?.plannedValue;
      return planned && value ? subtractMoney(planned, { amount: value.amount, qualifier: 'EXACT' }) : null;
    },
    contributions: ({ id }: Borrowed, _: unknown, { loaders }: PlanningContext) =>
      loaders.contributionsOfContract.load(id),
  },
  Service: {
    __resolveReference: (service: Borrowed) => service,
    contributions: ({ id }: Borrowed, _: unknown, { loaders }: PlanningContext) =>
      loaders.contributionsOfService.load(id),
    planItems: ({ id }: Borrowed, _: unknown, { loaders }: PlanningContext) =>
      loaders.planItemsOfService.load(id),
  },
  BudgetLine: {
    __resolveReference: (line: Borrowed) => line,
    contributions: ({ id }: Borrowed, _: unknown, { loaders }: PlanningContext) =>
      loaders.contributionsOfBudgetLine.load(id),
  },
  Document: {
    __resolveReference: (document: Borrowed) => document,
    targets: async ({ id }: Borrowed, _: unknown, context: PlanningContext) => {
      const targets = await context.loaders.targetsOfDocument.load(id);
      rememberFigures(context, targets);
      return targets;
    },
    tasks: ({ id }: Borrowed, _: unknown, { loaders }: PlanningContext) => loaders.tasksOfDocument.load(id),
  },
  PublicBody: {
    observations: async (
      { _id }: PublicBodyRecord,
      { filter, ...args }: PageArguments & { filter?: ObservationFilter },
      context: PlanningContext,
    ) => {
      const page = await context.loaders.observationPagesOfScope.load({
        parentId: _id,
        filter: observationCondition({ ...filter, allScopes: true }),
        sort: figureOrder,
        args,
        defaultSize: 50,
      });
      rememberFigures(context, page.nodes);
      return page;
    },
    tasks: async (
      { _id }: PublicBodyRecord,
      { status }: { status?: readonly TaskStatus[] | null },
      { loaders }: PlanningContext,
    ) => {
      const tasks = await loaders.tasksOfAssignee.load(_id);
      return status ? tasks.filter((task) => status.includes(task.status)) : tasks;
    },
  },
};
