import {
  type CollectionPage,
  type CollectionPageOptions,
  type Condition,
  pageOfCollection,
} from '@lien-thong/subgraph-kit';
import type { Collection, Db } from 'mongodb';
import { allOf, equals, oneOf } from '../conditions';
import { oneBatch } from '../oneBatch';
import { budgetLineCollection, type StoredBudgetLine } from './record';

/** What sums over budget lines are made of. */
export type BudgetLineFigures = Pick<
  StoredBudgetLine,
  | '_id'
  | 'fiscalYear'
  | 'programme'
  | 'spendingUnitId'
  | 'fundingSource'
  | 'economicClass'
  | 'estimate'
  | 'pendingAllocation'
  | 'allocated'
  | 'committed'
  | 'advanced'
  | 'paid'
  | 'settled'
  | 'available'
  | 'provenance'
>;

const figures = {
  fiscalYear: 1,
  programme: 1,
  spendingUnitId: 1,
  fundingSource: 1,
  economicClass: 1,
  estimate: 1,
  pendingAllocation: 1,
  allocated: 1,
  committed: 1,
  advanced: 1,
  paid: 1,
  settled: 1,
  available: 1,
  'provenance.status': 1,
} as const;

/** The budget lines in the database. */
export function budgetLines(db: Db): Collection<StoredBudgetLine> {
  return db.collection<StoredBudgetLine>(budgetLineCollection.name);
}

/** Those of the ids that exist, in any order. */
export function findBudgetLines(db: Db, ids: readonly string[]): Promise<StoredBudgetLine[]> {
  return budgetLines(db)
    .find({ _id: { $in: [...ids] } }, oneBatch)
    .toArray();
}

/** A page of the lines that match. */
export function pageOfBudgetLines(
  db: Db,
  options: CollectionPageOptions,
): Promise<CollectionPage<StoredBudgetLine>> {
  return pageOfCollection(budgetLines(db), options);
}

function findFigures(db: Db, condition: Condition): Promise<BudgetLineFigures[]> {
  // Summed here, not in the database: qualifiers combine by a rule that no accumulator has, and a year's lines of a
  // city are some thousands.
  return budgetLines(db).find(condition, oneBatch).project<BudgetLineFigures>(figures).toArray();
}

/** The figures of all lines of a year, of those fact statuses (all without a list). */
export function figuresOfYear(
  db: Db,
  fiscalYear: number,
  factStatus: readonly string[] | null,
): Promise<BudgetLineFigures[]> {
  return findFigures(db, allOf(equals('fiscalYear', fiscalYear), oneOf('provenance.status', factStatus)));
}

/** The figures of all lines of the programmes. */
export function figuresOfProgrammes(db: Db, programmeIds: readonly string[]): Promise<BudgetLineFigures[]> {
  return findFigures(db, { 'programme.id': { $in: [...programmeIds] } });
}

/** The line of that code in that budget year; null when there is none. */
export function findLineByCode(db: Db, code: string, fiscalYear: number): Promise<StoredBudgetLine | null> {
  return budgetLines(db).findOne({ fiscalYear, code });
}
