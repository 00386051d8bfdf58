import {
  type MoneyRecord,
  money,
  type PageArguments,
  type SubgraphResolvers,
  subtractMoney,
} from '@lien-thong/subgraph-kit';
import { allocationConnection, allocationsKey } from '../allocation/allocationConnection';
import type { FinanceContext } from '../context';
import type { DecisionRecord } from './record';

interface DocumentReference {
  readonly id: string;
}

/** What is left of a decision's ceiling, reservations counted; null where the ceiling is not known. */
export function headroomOf(decision: DecisionRecord | null): MoneyRecord | null {
  if (!decision?.ceiling) return null;
  const used = decision.reservations
    .filter(({ state }) => state !== 'VOID')
    .reduce((total, { amount }) => total + BigInt(amount), 0n);
  return subtractMoney(decision.ceiling, money(used));
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
