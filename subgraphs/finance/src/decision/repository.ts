import type { Collection, Db } from 'mongodb';
import { oneBatch } from '../oneBatch';
import { type DecisionRecord, decisionCollection } from './record';

/** What finance knows of decisions. */
export function decisions(db: Db): Collection<DecisionRecord> {
  return db.collection<DecisionRecord>(decisionCollection.name);
}

/** Those of the documents that finance knows, in any order. */
export function findDecisions(db: Db, documentIds: readonly string[]): Promise<DecisionRecord[]> {
  return decisions(db)
    .find({ _id: { $in: [...documentIds] } }, oneBatch)
    .toArray();
}
