import {
  type CollectionPage,
  type CollectionPageOptions,
  type Condition,
  type FactStatus,
  pageOfCollection,
} from '@lien-thong/subgraph-kit';
import type { Collection, Db } from 'mongodb';
import { oneBatch } from '../oneBatch';
import { type PaymentRecord, paymentCollection } from './record';

/** One figure of the rows that match, for each fact status among them. */
export interface StatusFigure {
  readonly _id: FactStatus;
  readonly figure: number;
}

/** The payments in the database. */
export function payments(db: Db): Collection<PaymentRecord> {
  return db.collection<PaymentRecord>(paymentCollection.name);
}

/** Those of the ids that exist, in any order. */
export function findPayments(db: Db, ids: readonly string[]): Promise<PaymentRecord[]> {
  return payments(db)
    .find({ _id: { $in: [...ids] } }, oneBatch)
    .toArray();
}

/** The payments of the acceptances, oldest first. */
export function findPaymentsOfAcceptances(
  db: Db,
  acceptanceIds: readonly string[],
): Promise<PaymentRecord[]> {
  return payments(db)
    .find({ acceptanceId: { $in: [...acceptanceIds] } }, oneBatch)
    .sort({ acceptanceId: 1, paidOn: 1, _id: 1 })
    .toArray();
}

/** A page of the payments that match. */
export function pageOfPayments(
  db: Db,
  options: CollectionPageOptions,
): Promise<CollectionPage<PaymentRecord>> {
  return pageOfCollection(payments(db), options);
}

function groupedByStatus(db: Db, condition: Condition, figure: string | number): Promise<StatusFigure[]> {
  // One accumulator a group: the embedded engine answers 0 for a second one.
  return payments(db)
    .aggregate<StatusFigure>(
      [{ $match: condition }, { $group: { _id: '$provenance.status', figure: { $sum: figure } } }],
      oneBatch,
    )
    .toArray();
}

/** How many payments match, by fact status. */
export function countPayments(db: Db, condition: Condition): Promise<StatusFigure[]> {
  return groupedByStatus(db, condition, 1);
}

/** The sums of the amounts that match, whole đồng, by fact status. */
export function sumPayments(db: Db, condition: Condition): Promise<StatusFigure[]> {
  return groupedByStatus(db, condition, '$amount.amount');
}

/** True when a payment row has that voucher number. */
export async function isVoucherPaid(db: Db, voucherNo: string): Promise<boolean> {
  return (await payments(db).findOne({ voucherNo }, { projection: { _id: 1 } })) !== null;
}

/** The payment of that id; null when there is none. */
export function findPayment(db: Db, id: string): Promise<PaymentRecord | null> {
  return payments(db).findOne({ _id: id });
}
