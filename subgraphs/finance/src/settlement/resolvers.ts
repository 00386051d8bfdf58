import { reference, type SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { FinanceContext } from '../context';
import type { SettlementRecord } from './record';

/** Settlements, found through their contract. */
export const settlementResolvers = {
  Settlement: {
    __resolveReference: ({ id }: { id: string }, { loaders }: FinanceContext) => loaders.settlement.load(id),
    id: ({ _id }: SettlementRecord) => _id,
    contract: ({ contractId }: SettlementRecord) => reference('Contract', contractId),
    decision: ({ decisionId }: SettlementRecord) => reference('Document', decisionId),
  },
} satisfies SubgraphResolvers<FinanceContext>;
