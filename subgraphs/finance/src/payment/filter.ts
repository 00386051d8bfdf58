import {
  type Condition,
  daysOfPeriod,
  type OrderTerm,
  type SortField,
  sortOrder,
} from '@lien-thong/subgraph-kit';
import { allOf, days, equals, oneOf, type Range, within } from '../conditions';
import type { PaymentKind, PaymentStatus } from './record';

interface DateRange {
  readonly from?: string | null;
  readonly to?: string | null;
}

/** `PaymentFilter` of the graph. */
export interface PaymentFilter {
  readonly ids?: readonly string[] | null;
  readonly contractIds?: readonly string[] | null;
  readonly programmeId?: string | null;
  readonly payeeId?: string | null;
  readonly kind?: readonly PaymentKind[] | null;
  readonly status?: readonly PaymentStatus[] | null;
  readonly due?: DateRange | null;
  readonly paid?: DateRange | null;
  readonly dueIn?: string | null;
  readonly fiscalYear?: number | null;
  readonly amount?: Range<number> | null;
  readonly factStatus?: readonly string[] | null;
  readonly voucherNos?: readonly string[] | null;
}

/** `PaymentOrder` of the graph. */
export type PaymentOrder = OrderTerm<'DUE_ON' | 'PAID_ON' | 'AMOUNT'>;

/** The condition that a filter of payments stands for. `due` and `dueIn` both hold where both are given. */
export function paymentCondition(filter: PaymentFilter | null | undefined): Condition {
  if (!filter) return {};
  return allOf(
    oneOf('_id', filter.ids),
    oneOf('contractId', filter.contractIds),
    equals('programmeId', filter.programmeId),
    equals('payee.id', filter.payeeId),
    oneOf('kind', filter.kind),
    oneOf('status', filter.status),
    within('dueOn', days(filter.due)),
    within('dueOn', days(filter.dueIn ? daysOfPeriod(filter.dueIn) : null)),
    within('paidOn', days(filter.paid)),
    equals('fiscalYear', filter.fiscalYear),
    within('amount.amount', filter.amount),
    oneOf('provenance.status', filter.factStatus),
    oneOf('voucherNo', filter.voucherNos),
  );
}

const paths = { DUE_ON: 'dueOn', PAID_ON: 'paidOn', AMOUNT: 'amount.amount' } as const;

/** The stored order that an `orderBy` of payments stands for; by due day where none is given. */
export function paymentSort(orderBy: readonly PaymentOrder[] | null | undefined): SortField[] {
  return sortOrder(paths, orderBy, { field: 'DUE_ON', direction: 'ASC' });
}
