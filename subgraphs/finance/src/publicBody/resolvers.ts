import type { PageArguments, PublicBodyRecord, SubgraphResolvers } from '@lien-thong/subgraph-kit';
import { linesKey } from '../budgetLine/linesKey';
import type { FinanceContext } from '../context';

/** What finance adds to public bodies; the rest of them is the same in every department. */
export const publicBodyResolvers = {
  PublicBody: {
    budgetLines: (
      { _id }: PublicBodyRecord,
      args: PageArguments & { fiscalYear?: number | null },
      { loaders },
    ) => loaders.linesOfBody.load(linesKey(_id, args)),
  },
} satisfies SubgraphResolvers<FinanceContext>;
