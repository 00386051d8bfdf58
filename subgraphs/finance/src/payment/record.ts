import { type CollectionDefinition, dateField, rowFields } from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { exactMoney } from '../exactMoney';
import { payeeRecord } from '../payee';

/** What a payment is; ADVANCE_RECOVERY and REFUND bring money back. */
export const paymentKind = z.enum(['ADVANCE', 'INTERIM', 'FINAL', 'ADVANCE_RECOVERY', 'REFUND']);
/** How far a payment is. */
export const paymentStatus = z.enum(['PLANNED', 'APPROVED', 'PAID', 'REJECTED', 'REVERSED']);
/** What {@link paymentKind} describes. */
export type PaymentKind = z.infer<typeof paymentKind>;
/** What {@link paymentStatus} describes. */
export type PaymentStatus = z.infer<typeof paymentStatus>;

/** Kinds that bring money back; their amounts are stored below zero. */
export const returningKinds: ReadonlySet<PaymentKind> = new Set(['ADVANCE_RECOVERY', 'REFUND']);

/** The amount of a voucher with the sign it is stored with: money that comes back is below zero. */
export function signedAmount(kind: PaymentKind, amount: number): number {
  return returningKinds.has(kind) ? -amount : amount;
}

/**
 * One advance, payment, recovery or refund, planned or done. Signed, in whole đồng: recoveries, refunds and the mirror
 * rows of reversals (`reversesId`) are below zero, so that the sum of rows is what was paid.
 */
export const paymentRecord = z
  .strictObject({
    ...rowFields,
    /** Null until there is a voucher: planned payments need none. */
    voucherNo: z.string().min(1).nullish(),
    kind: paymentKind,
    status: paymentStatus,
    contractId: z.string().min(1),
    commitmentId: z.string().min(1),
    budgetLineId: z.string().min(1),
    programmeId: z.string().min(1).nullish(),
    acceptanceId: z.string().min(1).nullish(),
    payee: payeeRecord.nullish(),
    amount: exactMoney,
    dueOn: dateField.nullish(),
    paidOn: dateField.nullish(),
    fiscalYear: z.int(),
    reversesId: z.string().min(1).nullish(),
  })
  .refine((row) => (row.reversesId ? -1 : 1) * signedAmount(row.kind, row.amount.amount) >= 0, {
    path: ['amount'],
    message: 'ADVANCE_RECOVERY and REFUND are stored below zero, the other kinds above; a reversal mirrors',
  })
  .refine(({ status, paidOn }) => (status === 'PAID' || status === 'REVERSED') === (paidOn != null), {
    path: ['paidOn'],
    message: 'paidOn is set on PAID and REVERSED payments, and on no other',
  });
/** What {@link paymentRecord} describes. */
export type PaymentRecord = z.infer<typeof paymentRecord>;

/** The payments, with the indexes behind the filters and orders of `payments`. */
export const paymentCollection: CollectionDefinition<PaymentRecord> = {
  name: 'payments',
  schema: paymentRecord,
  indexes: [
    { key: { dueOn: 1, _id: 1 } },
    { key: { paidOn: 1, _id: 1 } },
    { key: { 'amount.amount': 1, _id: 1 } },
    { key: { status: 1, dueOn: 1, _id: 1 } },
    { key: { kind: 1, dueOn: 1, _id: 1 } },
    { key: { fiscalYear: 1, paidOn: 1, _id: 1 } },
    { key: { fiscalYear: 1, dueOn: 1, _id: 1 } },
    { key: { contractId: 1, dueOn: 1, _id: 1 } },
    { key: { programmeId: 1, dueOn: 1, _id: 1 } },
    { key: { 'payee.id': 1, dueOn: 1, _id: 1 } },
    { key: { acceptanceId: 1, paidOn: 1, _id: 1 } },
    { key: { commitmentId: 1, dueOn: 1, _id: 1 } },
    { key: { voucherNo: 1 } },
    { key: { 'provenance.status': 1, dueOn: 1, _id: 1 } },
    { key: { 'provenance.recordedAt': -1 } },
  ],
};
