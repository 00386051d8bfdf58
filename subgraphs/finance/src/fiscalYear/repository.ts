import type { Db } from 'mongodb';
import { type FiscalYearRecord, fiscalYearCollection } from './record';

/** The closing of that budget year; null while it is open. */
export function findClosing(db: Db, fiscalYear: number): Promise<FiscalYearRecord | null> {
  return db.collection<FiscalYearRecord>(fiscalYearCollection.name).findOne({ _id: String(fiscalYear) });
}
