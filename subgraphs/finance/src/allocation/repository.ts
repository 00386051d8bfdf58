import type { Collection, Db } from 'mongodb';
import { oneBatch } from '../oneBatch';
import { type AllocationRecord, allocationCollection } from './record';

/** The allocations in the database. */
export function allocations(db: Db): Collection<AllocationRecord> {
  return db.collection<AllocationRecord>(allocationCollection.name);
}

/** Those of the ids that exist, in any order. */
export function findAllocations(db: Db, ids: readonly string[]): Promise<AllocationRecord[]> {
  return allocations(db)
    .find({ _id: { $in: [...ids] } }, oneBatch)
    .toArray();
}
