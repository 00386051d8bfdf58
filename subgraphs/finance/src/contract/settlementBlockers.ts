import type { CommitmentRecord } from '../commitment/record';
import { advanceUnrecoveredOf, paidOf } from '../commitment/totals';

/** What keeps a contract from its final settlement. */
export type SettlementBlocker =
  | 'UNIT_PRICE_NOT_APPROVED'
  | 'NOT_FULLY_ACCEPTED'
  | 'ADVANCE_NOT_RECOVERED'
  | 'OVERPAID'
  | 'NO_COMMITMENT'
  | 'ALREADY_SETTLED';

/** What the department that owns contracts says of one; amounts in whole đồng. */
export interface ContractState {
  readonly unitPriceStatus: string;
  readonly value: number;
  readonly acceptedValue: number;
}

/**
 * Why the contract cannot be settled yet; empty when it can. The price must be APPROVED first (source document, L24:
 * the People's Committee approves the lowest price before payment and final settlement).
 */
export function settlementBlockers(
  contract: ContractState,
  commitments: readonly CommitmentRecord[],
): SettlementBlocker[] {
  const entries = commitments.flatMap((commitment) => commitment.entries);
  const blockers: Array<[SettlementBlocker, boolean]> = [
    ['UNIT_PRICE_NOT_APPROVED', contract.unitPriceStatus !== 'APPROVED'],
    ['NOT_FULLY_ACCEPTED', contract.acceptedValue < contract.value],
    ['ADVANCE_NOT_RECOVERED', advanceUnrecoveredOf(entries).amount > 0],
    ['OVERPAID', paidOf(entries).amount > contract.value],
    ['NO_COMMITMENT', commitments.length === 0],
    ['ALREADY_SETTLED', commitments.some(({ settlementId }) => settlementId != null)],
  ];
  return blockers.filter(([, blocks]) => blocks).map(([blocker]) => blocker);
}
