import { type CollectionDefinition, dateField, dongField, rowFields } from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { exactMoney } from '../exactMoney';
import { payeeRecord } from '../payee';
import { paymentKind, paymentStatus } from '../payment/record';
import { type CommitmentTotals, commitmentTotals } from './totals';

/** A payment as its commitment holds it (amount signed, whole đồng); the row of `payments` says the rest. */
export const entryRecord = z.strictObject({
  paymentId: z.string().min(1),
  kind: paymentKind,
  status: paymentStatus,
  amount: dongField,
  dueOn: dateField.nullish(),
  paidOn: dateField.nullish(),
  fiscalYear: z.int(),
  /** Set on payments that a command recorded. */
  voucherNo: z.string().min(1).nullish(),
  /** The payment that this one mirrors, where it is a reversal. */
  reversesId: z.string().min(1).nullish(),
});
/** What {@link entryRecord} describes. */
export type EntryRecord = z.infer<typeof entryRecord>;

/** What of the contract's value is for one service, in whole đồng: the sum of its items for that service. */
export const serviceShareRecord = z.strictObject({ serviceId: z.string().min(1), amount: dongField });
/** What {@link serviceShareRecord} describes. */
export type ServiceShareRecord = z.infer<typeof serviceShareRecord>;

/**
 * The part of a line that is reserved for a contract, with every payment made or planned under it. One aggregate: what
 * may be paid is decided on this row alone. Its totals are derived from the entries.
 */
export const commitmentRecord = z.strictObject({
  ...rowFields,
  budgetLineId: z.string().min(1),
  contractId: z.string().min(1),
  programmeId: z.string().min(1).nullish(),
  fiscalYear: z.int(),
  payee: payeeRecord.nullish(),
  amount: exactMoney,
  committedOn: dateField,
  /** Version of the contract whose value was committed. */
  contractVersion: z.int().min(1),
  serviceShares: z.array(serviceShareRecord),
  entries: z.array(entryRecord),
  settlementId: z.string().min(1).nullish(),
});
/** What {@link commitmentRecord} describes. */
export type CommitmentRecord = z.infer<typeof commitmentRecord>;

/** A commitment as it is stored. */
export type StoredCommitment = CommitmentRecord & CommitmentTotals;

/** The commitments, with the indexes behind `contractBalances` and what finance adds to others' entities. */
export const commitmentCollection: CollectionDefinition<CommitmentRecord> = {
  name: 'commitments',
  schema: commitmentRecord,
  indexes: [
    { key: { contractId: 1, _id: 1 } },
    { key: { budgetLineId: 1, committedOn: 1, _id: 1 } },
    { key: { 'outstanding.amount': 1, _id: 1 } },
    { key: { fiscalYear: 1, 'outstanding.amount': 1, _id: 1 } },
    { key: { programmeId: 1, fiscalYear: 1, 'outstanding.amount': 1, _id: 1 } },
    { key: { nextDueOn: 1, _id: 1 } },
    { key: { 'openPayments.dueOn': 1 } },
    { key: { 'advanceUnrecovered.amount': 1, _id: 1 } },
    { key: { 'payee.id': 1 } },
    { key: { 'serviceShares.serviceId': 1 } },
    { key: { 'provenance.status': 1, 'outstanding.amount': 1, _id: 1 } },
    { key: { 'provenance.recordedAt': -1 } },
  ],
  derive: (commitment) => ({ ...commitmentTotals(commitment) }),
};
