import { historyOf, type PageArguments, reference, type SubgraphResolvers } from '@lien-thong/subgraph-kit';
import { allocationConnection, allocationsKey } from '../allocation/allocationConnection';
import { commitmentConnection, commitmentsKey } from '../commitment/commitmentConnection';
import type { FinanceContext } from '../context';
import { type BudgetGroupBy, type BudgetSummaryRow, budgetSummary } from './budgetSummary';
import { type BudgetLineFilter, type BudgetLineOrder, budgetLineCondition, budgetLineSort } from './filter';
import type { StoredBudgetLine } from './record';
import { figuresOfYear, pageOfBudgetLines } from './repository';
import { budgetLineAggregate } from './syncLine';

interface BudgetLineArguments extends PageArguments {
  readonly filter?: BudgetLineFilter | null;
  readonly orderBy?: readonly BudgetLineOrder[] | null;
}

interface SummaryArguments {
  readonly fiscalYear: number;
  readonly groupBy: BudgetGroupBy;
  readonly factStatus?: readonly string[] | null;
}

/** Budget lines and their sums by phase. */
export const budgetLineResolvers = {
  Query: {
    budgetLine: (_root: unknown, { id }: { id: string }, { loaders }) => loaders.budgetLine.load(id),
    budgetLines: (_root: unknown, args: BudgetLineArguments, { db }) =>
      pageOfBudgetLines(db, {
        filter: budgetLineCondition(args.filter),
        sort: budgetLineSort(args.orderBy),
        args,
      }),
    budgetSummary: async (_root: unknown, args: SummaryArguments, { db, publicBodies }) =>
      budgetSummary(
        await figuresOfYear(db, args.fiscalYear, args.factStatus ?? null),
        args.groupBy,
        publicBodies,
      ),
  },
  BudgetLine: {
    __resolveReference: ({ id }: { id: string }, { loaders }: FinanceContext) => loaders.budgetLine.load(id),
    id: ({ _id }: StoredBudgetLine) => _id,
    programme: ({ programme }: StoredBudgetLine) => reference('Programme', programme?.id),
    spendingUnit: ({ spendingUnitId }: StoredBudgetLine, _args: unknown, { publicBodies }) =>
      publicBodies.byId(spendingUnitId),
    estimateDecision: ({ estimateDecisionId }: StoredBudgetLine) => reference('Document', estimateDecisionId),
    allocations: async ({ _id }: StoredBudgetLine, args: PageArguments, { loaders }) =>
      allocationConnection(await loaders.allocationsOfLine.load(allocationsKey(_id, args))),
    commitments: async ({ _id }: StoredBudgetLine, args: PageArguments, { loaders }) =>
      commitmentConnection(await loaders.commitmentsOfLine.load(commitmentsKey(_id, args))),
    history: ({ _id }: StoredBudgetLine, args: PageArguments, { db }) =>
      historyOf(db, { type: budgetLineAggregate.type, id: _id }, args),
  },
  BudgetSummaryRow: {
    programme: ({ programmeId }: BudgetSummaryRow) => reference('Programme', programmeId),
  },
} satisfies SubgraphResolvers<FinanceContext>;
