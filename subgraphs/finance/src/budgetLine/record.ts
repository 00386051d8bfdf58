import {
  type CollectionDefinition,
  localizedTextRecord,
  moneyRecord,
  rowFields,
  searchText,
  subtractMoney,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';

/** Chi thường xuyên, chi đầu tư phát triển, khác. */
export const fundingSource = z.enum(['RECURRENT', 'DEVELOPMENT_INVESTMENT', 'OTHER']);

/** A code of the State budget classification (mục lục ngân sách nhà nước). */
export const classificationRecord = z.strictObject({
  scheme: z.string().min(1),
  id: z.string().min(1),
  description: localizedTextRecord.nullish(),
});

/**
 * One line of the budget estimate with its totals, in whole đồng. The totals are the sums of its allocations,
 * commitments, payments and settlements; `available` (allocated − committed) is derived.
 */
export const budgetLineRecord = z.strictObject({
  ...rowFields,
  code: z.string().min(1),
  name: localizedTextRecord,
  fiscalYear: z.int(),
  /** The programme with its name of the day, so that a summary reads without the department that owns it. */
  programme: z
    .strictObject({ id: z.string().min(1), code: z.string().min(1), name: localizedTextRecord })
    .nullish(),
  /** Null where the source does not say who spends. */
  spendingUnitId: z.string().min(1).nullish(),
  functionalClass: classificationRecord.nullish(),
  economicClass: classificationRecord.nullish(),
  /** Null where the source does not say. */
  fundingSource: fundingSource.nullish(),
  /** Null where an estimate is reported without its amount. */
  estimate: moneyRecord.nullish(),
  estimateDecisionId: z.string().min(1).nullish(),
  /** Proposed or agreed, not in force. */
  pendingAllocation: moneyRecord,
  allocated: moneyRecord,
  committed: moneyRecord,
  /** Advances paid, recovered or not. */
  advanced: moneyRecord,
  paid: moneyRecord,
  settled: moneyRecord,
});
export type BudgetLineRecord = z.infer<typeof budgetLineRecord>;

/** A budget line as it is stored: with `available`, which no command writes by itself. */
export type StoredBudgetLine = BudgetLineRecord & { available: z.infer<typeof moneyRecord> };

/** The budget lines, with the indexes behind the filters and orders of `budgetLines`. */
export const budgetLineCollection: CollectionDefinition<BudgetLineRecord> = {
  name: 'budgetLines',
  schema: budgetLineRecord,
  indexes: [
    { key: { code: 1, _id: 1 } },
    { key: { fiscalYear: 1, code: 1, _id: 1 } },
    { key: { 'programme.id': 1, fiscalYear: 1, code: 1, _id: 1 } },
    { key: { spendingUnitId: 1, fiscalYear: 1, code: 1, _id: 1 } },
    { key: { fundingSource: 1, code: 1, _id: 1 } },
    { key: { 'provenance.status': 1, code: 1, _id: 1 } },
    { key: { 'allocated.amount': 1, _id: 1 } },
    { key: { 'available.amount': 1, _id: 1 } },
    { key: { searchText: 1 } },
    { key: { 'provenance.recordedAt': -1 } },
  ],
  derive: (line) => ({
    available: subtractMoney(line.allocated, line.committed),
    searchText: searchText(line.code, line.name.vi, line.name.en, line.programme?.name.vi),
  }),
};
