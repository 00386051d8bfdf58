import type { PageArguments, SubgraphResolvers } from '@lien-thong/subgraph-kit';
import { allocationConnection, allocationsKey } from '../allocation/allocationConnection';
import type { FinanceContext } from '../context';
import { headroomOf } from './headroom';

interface DocumentReference {
  readonly id: string;
}

/** What finance adds to documents. Any id is answered: the registry of documents knows which exist. */
export const documentResolvers = {
  Document: {
    __resolveReference: ({ id }: DocumentReference) => ({ id }),
    budgetCeiling: async ({ id }: DocumentReference, _args: unknown, { loaders }) =>
      (await loaders.decision.load(id))?.ceiling ?? null,
    headroom: async ({ id }: DocumentReference, _args: unknown, { loaders }) =>
      headroomOf(await loaders.decision.load(id)),
    allocations: async ({ id }: DocumentReference, args: PageArguments, { loaders }) =>
      allocationConnection(await loaders.allocationsOfDecision.load(allocationsKey(id, args))),
  },
} satisfies SubgraphResolvers<FinanceContext>;
