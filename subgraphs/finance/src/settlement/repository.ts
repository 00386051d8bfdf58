import type { Collection, Db } from 'mongodb';
import { oneBatch } from '../oneBatch';
import { type SettlementRecord, settlementCollection } from './record';

/** The settlements in the database. */
export function settlements(db: Db): Collection<SettlementRecord> {
  return db.collection<SettlementRecord>(settlementCollection.name);
}

/** Those of the ids that exist, in any order. */
export function findSettlements(db: Db, ids: readonly string[]): Promise<SettlementRecord[]> {
  return settlements(db)
    .find({ _id: { $in: [...ids] } }, oneBatch)
    .toArray();
}

/** The settlements of the contracts, in any order. */
export function findSettlementsOfContracts(
  db: Db,
  contractIds: readonly string[],
): Promise<SettlementRecord[]> {
  return settlements(db)
    .find({ contractId: { $in: [...contractIds] } }, oneBatch)
    .toArray();
}
