import { type PageArguments, reference, type SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { FinanceContext } from '../context';
import type { Drift } from './drift';
import { reconcile } from './reconcile';

/** What finance holds beside what the other departments say of the same things. */
export const reconciliationResolvers = {
  Query: {
    reconciliation: (_root: unknown, args: PageArguments, context) => reconcile(context, args),
  },
  Drift: {
    departments: ({ rows }: Drift) => [...new Set(rows.map(({ department }) => department))],
    contract: ({ contractId }: Drift) => reference('Contract', contractId),
  },
} satisfies SubgraphResolvers<FinanceContext>;
