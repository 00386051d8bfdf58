import type { SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { FinanceContext } from '../context';

interface AcceptanceReference {
  readonly id: string;
}

/** What finance adds to acceptances. */
export const acceptanceResolvers = {
  Acceptance: {
    __resolveReference: ({ id }: AcceptanceReference) => ({ id }),
    payments: ({ id }: AcceptanceReference, _args: unknown, { loaders }) =>
      loaders.paymentsOfAcceptance.load(id),
  },
} satisfies SubgraphResolvers<FinanceContext>;
