import { type Condition, type OrderTerm, type SortField, sortOrder } from '@lien-thong/subgraph-kit';
import { allOf, equals, oneOf, type Range, within } from '../conditions';

/** `ContractBalanceFilter` of the graph. */
export interface ContractBalanceFilter {
  readonly programmeId?: string | null;
  readonly fiscalYear?: number | null;
  readonly outstanding?: Range<number> | null;
  readonly overdueOn?: string | null;
  readonly hasUnrecoveredAdvance?: boolean | null;
  readonly factStatus?: readonly string[] | null;
}

/** `ContractBalanceOrder` of the graph. */
export type ContractBalanceOrder = OrderTerm<'OUTSTANDING' | 'OVERDUE' | 'NEXT_DUE_ON'>;

/** The condition that a filter of balances stands for. */
export function balanceCondition(filter: ContractBalanceFilter | null | undefined): Condition {
  if (!filter) return {};
  const { overdueOn, hasUnrecoveredAdvance } = filter;
  return allOf(
    equals('programmeId', filter.programmeId),
    equals('fiscalYear', filter.fiscalYear),
    within('outstanding.amount', filter.outstanding),
    overdueOn == null ? null : { 'openPayments.dueOn': { $lt: overdueOn } },
    hasUnrecoveredAdvance == null
      ? null
      : { 'advanceUnrecovered.amount': hasUnrecoveredAdvance ? { $gt: 0 } : { $lte: 0 } },
    oneOf('provenance.status', filter.factStatus),
  );
}

// OVERDUE depends on the day and is not stored: `overdueOrder` says how it is put in order.
const paths = {
  OUTSTANDING: 'outstanding.amount',
  OVERDUE: 'overdue.amount',
  NEXT_DUE_ON: 'nextDueOn',
} as const;

/** The order that an `orderBy` of balances stands for; the largest outstanding first where none is given. */
export function balanceSort(orderBy: readonly ContractBalanceOrder[] | null | undefined): SortField[] {
  return sortOrder(paths, orderBy, { field: 'OUTSTANDING', direction: 'DESC' });
}

/** True when the order needs the overdue amount, which depends on the day asked for. */
export function ordersByOverdue(sort: readonly SortField[]): boolean {
  return sort.some(({ field }) => field === paths.OVERDUE);
}
