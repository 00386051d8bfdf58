import { type BudgetLineRecord, budgetLineCollection, type StoredBudgetLine } from './record';

/** A line as its chain has it, with the totals that are stored beside it. */
export function storedLine(line: BudgetLineRecord): StoredBudgetLine {
  return { ...line, ...budgetLineCollection.derive?.(line) } as StoredBudgetLine;
}
