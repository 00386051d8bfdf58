import { acceptancesOf } from './acceptances';
import { addMonths, type Day, dayOf, isoDate } from './calendar';
import { COHORT_SIZE, cohortOfContract, PAYMENTS_PER_COHORT } from './cohorts';
import { commitmentsOf, moneyPlansOfCohort } from './commitments';
import { asOfDay, contract } from './contracts';
import { contractRowId, padded } from './labels';
import { memoized } from './memo';
import type { Commitment, Contract, Payment } from './model';
import { type ContractPayments, type PlannedPayment, paymentsFromAcceptances } from './paymentPlan';

/** A contract of a cohort with its payments in the making. */
interface Account {
  readonly row: Contract;
  rows: PlannedPayment[];
  readonly unplanned: number;
  /** How many payments are planned for the time to come. */
  ahead: number;
}

/** Below so much no payment is planned ahead. */
const LEAST_PLANNED_DONG = 1_000_000;

/** Lets the first of several recoveries wait for the next payment: one row less, the same cash at every step. */
function mergeFirstRecovery(account: Account): boolean {
  const recoveries = account.rows.filter(({ kind }) => kind === 'ADVANCE_RECOVERY');
  const [first, next] = recoveries;
  if (!first || !next) return false;
  const moved = first.amount;
  account.rows = account.rows
    .filter((row) => row !== first)
    .map((row) => {
      if (row === next) return { ...row, amount: row.amount + moved };
      if (row.kind === 'ADVANCE' || row.status !== 'PAID') return row;
      if (row.instalment === first.instalment) return { ...row, amount: row.amount - moved };
      return row.instalment === next.instalment ? { ...row, amount: row.amount + moved } : row;
    });
  return true;
}

/** Halves the largest payment that waits: two tranches instead of one. Only where no contract has anything left to plan. */
function splitLargestWaiting(accounts: readonly Account[]): boolean {
  let best: { account: Account; row: PlannedPayment } | null = null;
  for (const account of accounts) {
    for (const row of account.rows) {
      if (row.status === 'PAID' || row.kind !== 'INTERIM') continue;
      if (!best || row.amount > best.row.amount) best = { account, row };
    }
  }
  if (!best || best.row.amount < 2 * LEAST_PLANNED_DONG) return false;
  const { account, row } = best;
  const half = Math.floor(row.amount / 2_000) * 1_000;
  account.rows = account.rows.flatMap((each) =>
    each === row
      ? [
          { ...row, amount: half },
          { ...row, amount: row.amount - half, dueOn: row.dueOn + 15 },
        ]
      : [each],
  );
  return true;
}

/** Brings the payments of a cohort to exactly the number that every cohort has. */
function settleNumber(accounts: readonly Account[], cohort: number): void {
  let missing = PAYMENTS_PER_COHORT - accounts.reduce((sum, { rows }) => sum + rows.length, 0);
  while (missing < 0 && accounts.some(mergeFirstRecovery)) missing += 1;
  const open = accounts.filter(({ unplanned }) => unplanned >= LEAST_PLANNED_DONG);
  for (let at = 0; missing > 0 && open.length > 0; at += 1, missing -= 1) {
    const account = open[at % open.length];
    if (account) account.ahead += 1;
  }
  while (missing > 0 && splitLargestWaiting(accounts)) missing -= 1;
  if (missing !== 0) throw new Error(`Cohort ${cohort} came out ${missing} payments short.`);
}

/** Payments planned for the time to come share what is left, the last one with the remainder. */
function plannedAhead({ row, unplanned, ahead }: Account): PlannedPayment[] {
  const startsOn = dayOf(row.period.startDate);
  const share = Math.floor(unplanned / ahead / 1_000) * 1_000;
  return Array.from({ length: ahead }, (_, at): PlannedPayment => {
    const usual = addMonths(startsOn, (row.acceptedInstalments + at + 1) * row.cadenceMonths) + 30;
    return {
      kind: 'INTERIM',
      status: 'PLANNED',
      instalment: 0,
      amount: at === ahead - 1 ? unplanned - share * (ahead - 1) : share,
      dueOn: Math.max(usual, asOfDay + 10 + 15 * at),
      paidOn: null,
    };
  });
}

/** In every second cohort the first payment planned ahead is overdue since 120 days: one payment in two hundred. */
function overdueAccount(accounts: readonly Account[], cohort: number): Account | undefined {
  return cohort % 2 === 0 ? accounts.find(({ ahead }) => ahead > 0) : undefined;
}

/** An overdue payment on purpose is due so many days before the newest day of the pack. */
const OVERDUE_DAYS = 120;

/** Payments of the contracts of a cohort, by index of the contract; a hundred in all. */
const paymentsByContract = memoized(64, (cohort: number): ReadonlyMap<number, Payment[]> => {
  const accounts = Array.from({ length: COHORT_SIZE }, (_, place): Account => {
    const index = cohort * COHORT_SIZE + place;
    const made: ContractPayments = paymentsFromAcceptances(index);
    return { row: contract(index), rows: [...made.rows], unplanned: made.unplanned, ahead: 0 };
  });
  settleNumber(accounts, cohort);
  const overdue = overdueAccount(accounts, cohort);
  return new Map(
    accounts.map((account) => {
      const ahead = account.ahead === 0 ? [] : plannedAhead(account);
      const first = ahead[0];
      if (account === overdue && first) ahead[0] = { ...first, dueOn: asOfDay - OVERDUE_DAYS };
      return [account.row.index, numbered(account.row, [...account.rows, ...ahead])];
    }),
  );
});

function numbered(row: Contract, rows: readonly PlannedPayment[]): Payment[] {
  const commitments = commitmentsOf(row.index);
  const accepted = acceptancesOf(row.index);
  return rows.map((payment, place): Payment => {
    const commitment = commitmentFor(row, commitments, payment.instalment);
    return {
      id: contractRowId('pay', row, place),
      voucherNo: `MẪU-UNC-${padded(row.index + 1)}-${padded(place + 1, 2)}`,
      kind: payment.kind,
      status: payment.status,
      contractIndex: row.index,
      contractId: row.id,
      commitmentId: commitment.id,
      budgetLineIndex: commitment.budgetLineIndex,
      budgetLineId: commitment.budgetLineId,
      programmeId: row.programmeId,
      providerIndex: row.providerIndex,
      providerId: row.providerId,
      payeeName: row.providerName,
      payeeTaxCode: row.providerTaxCode,
      acceptanceId: payment.instalment > 0 ? (accepted[payment.instalment - 1]?.id ?? null) : null,
      amount: payment.amount,
      dueOn: isoDate(payment.dueOn),
      paidOn: payment.paidOn === null ? null : isoDate(payment.paidOn),
      fiscalYear: commitment.fiscalYear,
    };
  });
}

/** Instalments up to the split, and whatever is planned where nothing is accepted, are paid from the first commitment. */
function commitmentFor(row: Contract, commitments: readonly Commitment[], instalment: number): Commitment {
  const splitAfter = moneyPlansOfCohort(cohortOfContract(row.index)).get(row.index)?.splitAfter ?? null;
  const isSecond = splitAfter !== null && splitAfter > 0 && (instalment > splitAfter || instalment === 0);
  const commitment = commitments[isSecond ? 1 : 0];
  if (!commitment) throw new Error(`Contract ${row.id} has payments but no commitment for them.`);
  return commitment;
}

/** The payments of a contract, oldest step first; numbers and ids follow that order. */
export function paymentsOf(contractIndex: number): Payment[] {
  return paymentsByContract(cohortOfContract(contractIndex)).get(contractIndex) ?? [];
}

/** The payments of a cohort: exactly a hundred. */
export function paymentsOfCohort(cohort: number): Payment[] {
  return [...paymentsByContract(cohort).values()].flat();
}

/** What is paid: PAID rows, recoveries counted negative. Dong. */
export function paidOf(payments: readonly Payment[]): number {
  return payments
    .filter(({ status }) => status === 'PAID')
    .reduce((sum, { kind, amount }) => sum + (kind === 'ADVANCE_RECOVERY' ? -amount : amount), 0);
}

/** Planned payments of a cohort that are overdue on purpose. */
export function overdueOnPurpose(cohort: number): Payment[] {
  const due: Day = asOfDay - OVERDUE_DAYS;
  return paymentsOfCohort(cohort)
    .filter(
      ({ status, acceptanceId, dueOn }) => status === 'PLANNED' && !acceptanceId && dueOn === isoDate(due),
    )
    .slice(0, 1);
}
