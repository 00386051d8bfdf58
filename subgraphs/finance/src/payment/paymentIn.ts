import type { JournalEntry } from '@lien-thong/subgraph-kit';
import type { AccountRecord } from '../account/record';
import { type CommitmentRecord, commitmentCollection } from '../commitment/record';
import { type PaymentRecord, paymentCollection } from './record';

/** The payment that a version of an account made, the last one where it changed two, and its commitment. */
export function paymentIn(entry: JournalEntry<AccountRecord>): {
  payment: PaymentRecord;
  commitment: CommitmentRecord;
} {
  const rowOf = (name: string) => entry.rows.findLast(({ collection }) => collection === name)?.row;
  const [payment, commitment] = [rowOf(paymentCollection.name), rowOf(commitmentCollection.name)];
  if (!payment || !commitment) throw new Error(`the entry ${entry._id} made no payment`);
  return { payment: payment as PaymentRecord, commitment: commitment as CommitmentRecord };
}
