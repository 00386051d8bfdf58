import { reference, type SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { FinanceContext } from '../context';
import type { AllocationRecord } from './record';

/** Allocations, found through their line or their decision. */
export const allocationResolvers = {
  Allocation: {
    __resolveReference: ({ id }: { id: string }, { loaders }: FinanceContext) => loaders.allocation.load(id),
    id: ({ _id }: AllocationRecord) => _id,
    budgetLine: ({ budgetLineId }: AllocationRecord, _args: unknown, { loaders }) =>
      loaders.budgetLine.load(budgetLineId),
    decision: ({ decisionId }: AllocationRecord) => reference('Document', decisionId),
  },
} satisfies SubgraphResolvers<FinanceContext>;
