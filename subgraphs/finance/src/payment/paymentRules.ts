import { type MoneyRecord, money, type UserErrorRecord, userError } from '@lien-thong/subgraph-kit';
import type { GuardedContract } from '../commands/guards';
import type { CommitmentRecord, EntryRecord } from '../commitment/record';
import { advanceUnrecoveredOf, paidOf } from '../commitment/totals';
import type { PaymentKind } from './record';

/** A payment that is to be made, checked against what its commitment and its contract allow. Amounts in whole đồng. */
export interface PaymentToCheck {
  readonly kind: PaymentKind;
  /** As sent: above zero for every kind. */
  readonly amount: number;
  readonly commitment: CommitmentRecord;
  /** Every entry of the contract, over all its commitments. */
  readonly entries: readonly EntryRecord[];
  /** Null for kinds that do not depend on it. */
  readonly contract: GuardedContract | null;
  readonly advanceRatePercent: number;
}

/** Kinds that need value, accepted value and price from the department that owns the contract: all that pay out. */
export function needsContract(kind: PaymentKind): boolean {
  return kind === 'ADVANCE' || kind === 'INTERIM' || kind === 'FINAL';
}

function room(limit: number): MoneyRecord {
  return money(Math.max(0, limit));
}

/** Total paid ≤ commitment (hence ≤ contract value). */
function beyondCommitment({ amount, commitment }: PaymentToCheck): UserErrorRecord[] {
  const left = commitment.amount.amount - paidOf(commitment.entries).amount;
  if (amount <= left) return [];
  return [userError('PAYMENT_EXCEEDS_COMMITMENT', { path: 'amount', limit: room(left) })];
}

/**
 * Total paid over all commitments ≤ contract value. The commitment alone does not say so once an amendment has lowered the
 * value below it.
 */
function beyondValue({ amount, entries, contract }: PaymentToCheck): UserErrorRecord[] {
  const left = (contract?.value.amount ?? 0) - paidOf(entries).amount;
  if (amount <= left) return [];
  return [
    userError('PAYMENT_EXCEEDS_COMMITMENT', {
      path: 'amount',
      limit: room(left),
      message: {
        vi: 'Thanh toán vượt giá trị hợp đồng, vốn đã thấp hơn số cam kết chi.',
        en: 'The payments would pass the value of the contract, which is below the commitment by now.',
      },
    }),
  ];
}

/** Σ advances ≤ rate × commitment, rounded down to the đồng. */
function beyondAdvanceLimit({ amount, commitment, advanceRatePercent }: PaymentToCheck): UserErrorRecord[] {
  const limit = Number((BigInt(commitment.amount.amount) * BigInt(advanceRatePercent)) / 100n);
  const advances = commitment.entries.filter(({ kind }) => kind === 'ADVANCE');
  const left = limit - paidOf(advances).amount;
  if (amount <= left) return [];
  return [userError('ADVANCE_EXCEEDS_LIMIT', { path: 'amount', limit: room(left) })];
}

/** Σ payments against acceptances + unrecovered advance ≤ accepted value of the contract. */
function beyondAcceptance({ amount, entries, contract }: PaymentToCheck): UserErrorRecord[] {
  const left = (contract?.acceptedValue.amount ?? 0) - paidOf(entries).amount;
  if (amount <= left) return [];
  return [userError('PAYMENT_EXCEEDS_ACCEPTANCE', { path: 'amount', limit: room(left) })];
}

/** FINAL: the price is APPROVED and everything is accepted (source document, L24). */
function finalBlockers({ contract }: PaymentToCheck): UserErrorRecord[] {
  const errors: UserErrorRecord[] = [];
  if (contract?.unitPriceStatus !== 'APPROVED')
    errors.push(userError('UNIT_PRICE_NOT_APPROVED', { path: 'kind' }));
  if (contract && contract.acceptedValue.amount < contract.value.amount) {
    errors.push(
      userError('PAYMENT_EXCEEDS_ACCEPTANCE', {
        path: 'kind',
        message: {
          vi: 'Hợp đồng chưa nghiệm thu hết nên chưa thể thanh toán lần cuối.',
          en: 'The contract is not fully accepted, so there can be no final payment.',
        },
      }),
    );
  }
  return errors;
}

/** Nothing comes back that did not go out: recoveries within the unrecovered advance, refunds within what was paid. */
function beyondReturnable(payment: PaymentToCheck): UserErrorRecord[] {
  const { kind, amount, commitment } = payment;
  const unrecovered = advanceUnrecoveredOf(commitment.entries).amount;
  const left = kind === 'ADVANCE_RECOVERY' ? unrecovered : paidOf(commitment.entries).amount - unrecovered;
  if (amount <= left) return [];
  const message =
    kind === 'ADVANCE_RECOVERY'
      ? {
          vi: `Chỉ còn ${left} đồng tạm ứng chưa thu hồi.`,
          en: `Only ${left} đồng of advances are unrecovered.`,
        }
      : {
          vi: `Chỉ có ${left} đồng đã thanh toán có thể hoàn trả.`,
          en: `Only ${left} đồng that were paid can be refunded.`,
        };
  return [userError('INVALID_INPUT', { path: 'amount', limit: room(left), message })];
}

/** The second rule says the same as the first in other words: one of them is enough to read. */
function firstOf(first: UserErrorRecord[], second: UserErrorRecord[]): UserErrorRecord[] {
  return first.length > 0 ? first : second;
}

/** Every reason why the payment must not be made; empty when it may. */
export function paymentRefusals(payment: PaymentToCheck): UserErrorRecord[] {
  switch (payment.kind) {
    case 'ADVANCE':
      return [...firstOf(beyondCommitment(payment), beyondValue(payment)), ...beyondAdvanceLimit(payment)];
    case 'INTERIM':
      return [...beyondCommitment(payment), ...beyondAcceptance(payment)];
    case 'FINAL':
      return [...finalBlockers(payment), ...beyondCommitment(payment), ...beyondAcceptance(payment)];
    case 'ADVANCE_RECOVERY':
    case 'REFUND':
      return beyondReturnable(payment);
  }
}
