import {
  type ChildPage,
  type FactPart,
  factBreakdown,
  type MoneyRecord,
  money,
  type ProvenanceRecord,
  sumMoney,
} from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { type PaymentFilter, type PaymentOrder, paymentCondition, paymentSort } from './filter';
import type { PaymentRecord } from './record';
import { countPayments, pageOfPayments, type StatusFigure, sumPayments } from './repository';

/** Arguments of every connection of payments. */
export interface PaymentPageArguments {
  readonly filter?: PaymentFilter | null;
  readonly orderBy?: readonly PaymentOrder[] | null;
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** What of a payment its totals need. */
export interface PaymentSummary {
  readonly amount: MoneyRecord;
  readonly provenance: Pick<ProvenanceRecord, 'status'>;
}

function totalOf(figures: readonly StatusFigure[]): number {
  return figures.reduce((total, { figure }) => total + Number(figure), 0);
}

function breakdownOf(counts: readonly StatusFigure[], sums: readonly StatusFigure[]): FactPart[] {
  const parts = counts.map(({ _id: status, figure }) => {
    const sum = sums.find((each) => each._id === status)?.figure ?? 0;
    return { status, count: Number(figure), amount: money(Number(sum)) };
  });
  // Only for the order of the statuses: counts and amounts are those of the database.
  return factBreakdown(parts).map(
    ({ status }) => parts.find((part) => part.status === status) ?? { status, count: 0, amount: null },
  );
}

/** A page of payments, with totals of all that match; each total costs one command, and only where it is asked for. */
export async function paymentConnection(db: Db, args: PaymentPageArguments) {
  const condition = paymentCondition(args.filter);
  const page = await pageOfPayments(db, { filter: condition, sort: paymentSort(args.orderBy), args });
  let counts: Promise<StatusFigure[]> | undefined;
  let sums: Promise<StatusFigure[]> | undefined;
  const counted = () => {
    counts ??= countPayments(db, condition);
    return counts;
  };
  const summed = () => {
    sums ??= sumPayments(db, condition);
    return sums;
  };
  return {
    ...page,
    totalCount: async () => totalOf(await counted()),
    total: async () => money(totalOf(await summed())),
    factBreakdown: async () => breakdownOf(await counted(), await summed()),
  };
}

/** A page of the payments of one parent as the graph shows it, with totals of all that match. */
export function childPaymentConnection(page: ChildPage<PaymentRecord, PaymentSummary>) {
  return {
    ...page,
    total: () => sumMoney(page.summary.map(({ amount }) => amount)),
    factBreakdown: () =>
      factBreakdown(page.summary.map(({ amount, provenance }) => ({ amount, status: provenance.status }))),
  };
}
