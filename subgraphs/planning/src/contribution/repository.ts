import type { Db } from 'mongodb';
import { findBounded } from '../findBounded';
import { type ContributionRecord, contributionCollection } from './record';

/** An end of a contribution. */
export type ContributionEnd = 'indicatorId' | 'contractId' | 'serviceId' | 'budgetLineId';

/** Questions about what is meant to move an indicator. */
export interface ContributionRepository {
  /** All contributions with one of the ids at that end, by id. */
  findByEnd(end: ContributionEnd, ids: readonly string[]): Promise<ContributionRecord[]>;
}

/** The contributions of a database. */
export function contributionRepository(db: Db): ContributionRepository {
  const collection = db.collection<ContributionRecord>(contributionCollection.name);
  return {
    findByEnd: (end, ids) =>
      findBounded(collection, { filter: { [end]: { $in: [...ids] } }, sort: { _id: 1 } }),
  };
}
