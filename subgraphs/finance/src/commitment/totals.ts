import { type MoneyRecord, money } from '@lien-thong/subgraph-kit';
import type { CommitmentRecord, EntryRecord, ServiceShareRecord } from './record';
import { splitByShares } from './splitByShares';

/** A payment that is still to be made, whole đồng. */
export interface OpenPayment {
  readonly dueOn: string | null;
  readonly amount: number;
}

/** What was paid to one provider under one commitment in one budget year. */
export interface PayeeYear {
  readonly payeeId: string;
  readonly fiscalYear: number;
  readonly of: 'paid' | 'advanceUnrecovered';
  readonly amount: number;
}

/** What was paid for one service under one commitment in one budget year. */
export interface ServiceYear {
  readonly serviceId: string;
  readonly fiscalYear: number;
  readonly amount: number;
}

/** What follows from the entries of a commitment and is stored beside them, for filters, orders and sums. */
export interface CommitmentTotals {
  readonly paid: MoneyRecord;
  /** Advances paid, recovered or not. */
  readonly advanced: MoneyRecord;
  readonly advanceUnrecovered: MoneyRecord;
  /** Committed − paid. */
  readonly outstanding: MoneyRecord;
  readonly nextDueOn: string | null;
  readonly openPayments: readonly OpenPayment[];
  readonly payeeYears: readonly PayeeYear[];
  readonly serviceYears: readonly ServiceYear[];
}

const advanceKinds: ReadonlySet<EntryRecord['kind']> = new Set(['ADVANCE', 'ADVANCE_RECOVERY']);

/** A reversed payment counts until its mirror row does: together they are zero, each on its own day. */
function isCounted({ status, paidOn }: EntryRecord, asOf: string | null): boolean {
  return (status === 'PAID' || status === 'REVERSED') && (asOf === null || (paidOn ?? '') <= asOf);
}

function sum(amounts: readonly { readonly amount: number }[]): MoneyRecord {
  return money(amounts.reduce((total, { amount }) => total + BigInt(amount), 0n));
}

/** What was paid up to and including a day (all of it without a day): advances not recovered + payments. */
export function paidOf(entries: readonly EntryRecord[], asOf: string | null = null): MoneyRecord {
  return sum(entries.filter((entry) => isCounted(entry, asOf)));
}

/** Advances − recoveries up to and including a day (all without a day). */
export function advanceUnrecoveredOf(
  entries: readonly EntryRecord[],
  asOf: string | null = null,
): MoneyRecord {
  return sum(entries.filter((entry) => isCounted(entry, asOf) && advanceKinds.has(entry.kind)));
}

/** What of the open payments was due before that day. */
export function overdueOf(openPayments: readonly OpenPayment[], day: string): MoneyRecord {
  return sum(openPayments.filter(({ dueOn }) => dueOn !== null && dueOn < day));
}

function yearsOf(entries: readonly EntryRecord[]): number[] {
  return [...new Set(entries.map(({ fiscalYear }) => fiscalYear))].sort();
}

function payeeYearsOf({ payee, entries }: CommitmentRecord): PayeeYear[] {
  if (!payee) return [];
  return yearsOf(entries).flatMap((fiscalYear) => {
    const ofYear = entries.filter((entry) => entry.fiscalYear === fiscalYear);
    const row = { payeeId: payee.id, fiscalYear };
    return [
      { ...row, of: 'paid' as const, amount: paidOf(ofYear).amount },
      { ...row, of: 'advanceUnrecovered' as const, amount: advanceUnrecoveredOf(ofYear).amount },
    ].filter(({ amount }) => amount !== 0);
  });
}

function serviceYearsOf(
  shares: readonly ServiceShareRecord[],
  entries: readonly EntryRecord[],
): ServiceYear[] {
  return yearsOf(entries).flatMap((fiscalYear) => {
    const { amount } = paidOf(entries.filter((entry) => entry.fiscalYear === fiscalYear));
    return splitByShares(amount, shares)
      .map((share) => ({ ...share, fiscalYear }))
      .filter((share) => share.amount !== 0);
  });
}

/** Every total of a commitment, from its amount, its shares and its entries alone. */
export function commitmentTotals(commitment: CommitmentRecord): CommitmentTotals {
  const { entries } = commitment;
  const paid = paidOf(entries);
  const openPayments = entries
    .filter(({ status }) => status === 'PLANNED' || status === 'APPROVED')
    .map(({ dueOn, amount }) => ({ dueOn: dueOn ?? null, amount }));
  const dueDays = openPayments.map(({ dueOn }) => dueOn).filter((day): day is string => day !== null);
  return {
    paid,
    advanced: sum(entries.filter((entry) => isCounted(entry, null) && entry.kind === 'ADVANCE')),
    advanceUnrecovered: advanceUnrecoveredOf(entries),
    outstanding: money(commitment.amount.amount - paid.amount),
    nextDueOn: dueDays.sort()[0] ?? null,
    openPayments,
    payeeYears: payeeYearsOf(commitment),
    serviceYears: serviceYearsOf(commitment.serviceShares, entries),
  };
}
