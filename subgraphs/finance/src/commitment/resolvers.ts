import { reference, type SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { FinanceContext } from '../context';
import type { StoredCommitment } from './record';

/** Commitments, found through their line or their contract. */
export const commitmentResolvers = {
  Commitment: {
    __resolveReference: ({ id }: { id: string }, { loaders }: FinanceContext) => loaders.commitment.load(id),
    id: ({ _id }: StoredCommitment) => _id,
    budgetLine: ({ budgetLineId }: StoredCommitment, _args: unknown, { loaders }) =>
      loaders.budgetLine.load(budgetLineId),
    contract: ({ contractId }: StoredCommitment) => reference('Contract', contractId),
    remaining: ({ outstanding }: StoredCommitment) => outstanding,
  },
} satisfies SubgraphResolvers<FinanceContext>;
