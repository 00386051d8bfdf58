import { type MoneyRecord, money, subtractMoney } from '@lien-thong/subgraph-kit';
import type { DecisionRecord } from './record';

/**
 * What is left of a decision's ceiling, whole đồng: reservations count, transfers do not (they sum to zero). Null where
 * the ceiling is not known.
 */
export function headroomOf(decision: DecisionRecord | null): MoneyRecord | null {
  if (!decision?.ceiling) return null;
  const used = decision.reservations
    .filter(({ state, kind }) => state !== 'VOID' && kind !== 'TRANSFER_IN' && kind !== 'TRANSFER_OUT')
    .reduce((total, { amount }) => total + BigInt(amount), 0n);
  return subtractMoney(decision.ceiling, money(used));
}
