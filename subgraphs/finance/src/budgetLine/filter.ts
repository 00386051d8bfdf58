import {
  type Condition,
  type OrderTerm,
  type SortField,
  sortOrder,
  textCondition,
} from '@lien-thong/subgraph-kit';
import { allOf, equals, oneOf, type Range, within } from '../conditions';

/** `BudgetLineFilter` of the graph. */
export interface BudgetLineFilter {
  readonly ids?: readonly string[] | null;
  readonly programmeId?: string | null;
  readonly spendingUnitId?: string | null;
  readonly fiscalYear?: number | null;
  readonly fundingSource?: readonly string[] | null;
  readonly available?: Range<number> | null;
  readonly factStatus?: readonly string[] | null;
  readonly text?: string | null;
}

/** `BudgetLineOrder` of the graph. */
export type BudgetLineOrder = OrderTerm<'CODE' | 'ALLOCATED' | 'AVAILABLE'>;

/** The condition that a filter of budget lines stands for. */
export function budgetLineCondition(filter: BudgetLineFilter | null | undefined): Condition {
  if (!filter) return {};
  return allOf(
    oneOf('_id', filter.ids),
    equals('programme.id', filter.programmeId),
    equals('spendingUnitId', filter.spendingUnitId),
    equals('fiscalYear', filter.fiscalYear),
    oneOf('fundingSource', filter.fundingSource),
    within('available.amount', filter.available),
    oneOf('provenance.status', filter.factStatus),
    textCondition('searchText', filter.text),
  );
}

const paths = { CODE: 'code', ALLOCATED: 'allocated.amount', AVAILABLE: 'available.amount' } as const;

/** The stored order that an `orderBy` of budget lines stands for; by code where none is given. */
export function budgetLineSort(orderBy: readonly BudgetLineOrder[] | null | undefined): SortField[] {
  return sortOrder(paths, orderBy, { field: 'CODE', direction: 'ASC' });
}
