import {
  type CollectionDefinition,
  localizedTextRecord,
  type MoneyRecord,
  moneyRecord,
  rowFields,
  searchText,
  subtractMoney,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { allocationPart, commitmentPart, type LineTotals, lineTotals } from './parts';

/** Chi thường xuyên, chi đầu tư phát triển, khác. */
export const fundingSource = z.enum(['RECURRENT', 'DEVELOPMENT_INVESTMENT', 'OTHER']);

/** A code of the State budget classification (mục lục ngân sách nhà nước). */
export const classificationRecord = z.strictObject({
  scheme: z.string().min(1),
  id: z.string().min(1),
  description: localizedTextRecord.nullish(),
});

/**
 * One line of the budget estimate. It holds every allocation to it and every commitment on it, so that what may still
 * be committed is decided on this row alone; the phases of its money are derived from them.
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
  allocationParts: z.array(allocationPart),
  commitmentParts: z.array(commitmentPart),
});
/** What {@link budgetLineRecord} describes. */
export type BudgetLineRecord = z.infer<typeof budgetLineRecord>;

/** A budget line as it is stored, whole đồng: with its totals, and allocated − committed. */
export type StoredBudgetLine = BudgetLineRecord & LineTotals & { readonly available: MoneyRecord };

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
    { key: { 'commitmentParts.state': 1 } },
    { key: { 'provenance.recordedAt': -1 } },
  ],
  derive: (line) => {
    const totals = lineTotals(line);
    return {
      ...totals,
      available: subtractMoney(totals.allocated, totals.committed),
      searchText: searchText(line.code, line.name.vi, line.name.en, line.programme?.name.vi),
    };
  },
};
