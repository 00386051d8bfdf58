import type { PaymentRecord } from '../payment/record';
import type { CommitmentRecord, EntryRecord } from './record';

/** What the commitment of a payment holds of it. */
export function entryOf(payment: PaymentRecord): EntryRecord {
  const { _id, kind, status, amount, dueOn, paidOn, fiscalYear, voucherNo, reversesId } = payment;
  return {
    paymentId: _id,
    kind,
    status,
    amount: amount.amount,
    dueOn,
    paidOn,
    fiscalYear,
    voucherNo,
    reversesId,
  };
}

/** The next version of a commitment, with those entries in it: in the place of the same payments, else added. */
export function withEntries(
  commitment: CommitmentRecord,
  ...changed: readonly EntryRecord[]
): CommitmentRecord {
  const byId = new Map(changed.map((entry) => [entry.paymentId, entry]));
  const kept = commitment.entries.map((entry) => byId.get(entry.paymentId) ?? entry);
  const known = new Set(commitment.entries.map(({ paymentId }) => paymentId));
  const added = changed.filter(({ paymentId }) => !known.has(paymentId));
  return { ...commitment, version: commitment.version + 1, entries: [...kept, ...added] };
}
