import type { Collection, Db } from 'mongodb';
import { oneBatch } from '../oneBatch';
import { commitmentCollection, type StoredCommitment } from './record';

/** What was paid to a provider in one budget year, whole đồng. */
export interface PayeeFigure {
  readonly payeeId: string;
  readonly fiscalYear: number;
  readonly of: 'paid' | 'advanceUnrecovered';
  readonly amount: number;
}

/** What was paid for a service in one budget year, whole đồng. */
export interface ServiceFigure {
  readonly serviceId: string;
  readonly fiscalYear: number;
  readonly amount: number;
}

/** The commitments in the database. */
export function commitments(db: Db): Collection<StoredCommitment> {
  return db.collection<StoredCommitment>(commitmentCollection.name);
}

/** Those of the ids that exist, in any order. */
export function findCommitments(db: Db, ids: readonly string[]): Promise<StoredCommitment[]> {
  return commitments(db)
    .find({ _id: { $in: [...ids] } }, oneBatch)
    .toArray();
}

/** All commitments of the contracts, in the order of their ids. */
export function findCommitmentsOfContracts(
  db: Db,
  contractIds: readonly string[],
): Promise<StoredCommitment[]> {
  return commitments(db)
    .find({ contractId: { $in: [...contractIds] } }, oneBatch)
    .sort({ contractId: 1, _id: 1 })
    .toArray();
}

/** What was paid to each of the providers, and what of it are advances not recovered, by year. One command. */
export async function sumByPayee(db: Db, payeeIds: readonly string[]): Promise<PayeeFigure[]> {
  const groups = await commitments(db)
    .aggregate<{ _id: Omit<PayeeFigure, 'amount'>; amount: number }>(
      [
        { $match: { 'payee.id': { $in: payeeIds } } },
        { $unwind: '$payeeYears' },
        {
          $group: {
            _id: {
              payeeId: '$payeeYears.payeeId',
              fiscalYear: '$payeeYears.fiscalYear',
              of: '$payeeYears.of',
            },
            amount: { $sum: '$payeeYears.amount' },
          },
        },
      ],
      oneBatch,
    )
    .toArray();
  return groups.map(({ _id, amount }) => ({ ..._id, amount: Number(amount) }));
}

/** What was paid for each of the services, by year. One command. */
export async function sumByService(db: Db, serviceIds: readonly string[]): Promise<ServiceFigure[]> {
  const groups = await commitments(db)
    .aggregate<{ _id: Omit<ServiceFigure, 'amount'>; amount: number }>(
      [
        { $match: { 'serviceShares.serviceId': { $in: serviceIds } } },
        { $unwind: '$serviceYears' },
        { $match: { 'serviceYears.serviceId': { $in: serviceIds } } },
        {
          $group: {
            _id: { serviceId: '$serviceYears.serviceId', fiscalYear: '$serviceYears.fiscalYear' },
            amount: { $sum: '$serviceYears.amount' },
          },
        },
      ],
      oneBatch,
    )
    .toArray();
  return groups.map(({ _id, amount }) => ({ ..._id, amount: Number(amount) }));
}
