import { acceptancesOf } from './acceptances';
import { type Day, day, dayOf, monthOf, yearOf } from './calendar';
import { cohortOfContract } from './cohorts';
import { commitmentDay, type MoneyPlan, moneyPlansOfCohort } from './commitments';
import { asOfDay, contract, signingDay } from './contracts';
import type { Acceptance, Contract, PaymentKind, PaymentStatus } from './model';
import { drawBelow, drawBetween, drawChance } from './random';

/** A payment before the cohort as a whole has its number of them. */
export interface PlannedPayment {
  readonly kind: PaymentKind;
  readonly status: PaymentStatus;
  /** 0 for an advance and for what is planned beyond the acceptances. */
  readonly instalment: number;
  readonly amount: number;
  readonly dueOn: Day;
  readonly paidOn: Day | null;
}

/** The payments that follow from a contract's acceptances, and what is left to plan. */
export interface ContractPayments {
  readonly rows: readonly PlannedPayment[];
  /** Dong of the commitment in use that nothing has been planned for yet. */
  readonly unplanned: number;
}

interface Ledger {
  readonly row: Contract;
  readonly plan: MoneyPlan;
  readonly rows: PlannedPayment[];
  /** The advance, paid or planned. */
  planned: number;
  recovered: number;
}

/** A contract that is settled: ended, at an approved price. Everything on it is paid. */
export function isSettled({ status, unitPriceStatus }: Contract): boolean {
  return status === 'TERMINATED' && unitPriceStatus === 'APPROVED';
}

const firstQuarter = { from: day(2019, 1, 15), to: day(2019, 3, 31) };

function tuple(row: Contract, field: string) {
  return { kind: 'contract', index: row.index, field };
}

/** Paid 5 to 25 days after signing, once the funds are committed. A quarter waits for approval while nothing is accepted. */
function payAdvance(ledger: Ledger): void {
  const { row, plan } = ledger;
  if (plan.advance === 0) return;
  const wanted = signingDay(row.index) + drawBetween(5, 25, tuple(row, 'advance paid'));
  const dueOn = Math.max(wanted, commitmentDay(row.index) + 1);
  const isWaiting = drawChance(25, tuple(row, 'advance waits')) || dueOn > asOfDay;
  const isPaid = row.acceptedInstalments > 0 || !isWaiting;
  ledger.rows.push({
    kind: 'ADVANCE',
    status: isPaid ? 'PAID' : 'APPROVED',
    instalment: 0,
    amount: plan.advance,
    dueOn,
    paidOn: isPaid ? Math.min(dueOn, asOfDay) : null,
  });
  ledger.planned += plan.advance;
}

/**
 * How many interim payments a lease of 2017-2018 gets while its price is not approved: part payment, as in the source
 * document; the rest is held back, due in the first quarter of 2019.
 */
function paidBeforeHold(row: Contract): number {
  if (row.era !== 'LEASE_2017' || row.unitPriceStatus === 'APPROVED') return Number.POSITIVE_INFINITY;
  const percent = drawBetween(40, 80, tuple(row, 'part paid'));
  return Math.max(1, Math.floor((row.acceptedInstalments * percent) / 100));
}

/** 10 to 45 days after the acceptance, and many of November's in December and January, when the budget year closes. */
function payDay(row: Contract, acceptance: Acceptance): Day {
  const accepted = dayOf(acceptance.acceptedOn);
  const usual = accepted + drawBetween(10, 45, tuple(row, `paid ${acceptance.instalment}`));
  const isMoved = monthOf(usual) === 11 && drawChance(50, tuple(row, `peak ${acceptance.instalment}`));
  const peak = isMoved
    ? day(yearOf(usual), 12, 10) +
      drawBelow(35, { kind: 'contract', index: row.index, field: `peak day ${acceptance.instalment}` })
    : usual;
  return Math.max(peak, commitmentDay(row.index) + 1);
}

/** The part of the advance that is to be recovered once so much is accepted: pro rata, all of it by 80 % of the value. */
function recoveryDue({ row, plan, recovered }: Ledger, cumulative: number): number {
  const thousands = (BigInt(plan.advance / 1_000) * BigInt(cumulative) * 10n) / (BigInt(row.value) * 8n);
  return Math.max(0, Math.min(plan.advance, Number(thousands) * 1_000) - recovered);
}

function holdDueOn(row: Contract, usual: Day): Day {
  if (usual > firstQuarter.to) return usual;
  return Math.max(
    Math.min(usual, firstQuarter.to),
    firstQuarter.from +
      drawBelow(firstQuarter.to - firstQuarter.from, {
        kind: 'contract',
        index: row.index,
        field: `held ${usual}`,
      }),
  );
}

/** What is to become of the payment for one acceptance. */
interface Step {
  readonly acceptance: Acceptance;
  /** Cash due: what is accepted beyond what was paid or planned before. */
  readonly net: number;
  readonly dueOn: Day;
  /** Null where it waits: held back, late, or not yet due. */
  readonly paidOn: Day | null;
}

/**
 * One step for each acceptance that leaves something to pay. Cash never passes what is accepted: as long as the advance
 * covers the accepted value there is nothing to pay, and later payments are what the acceptances exceed it by.
 */
function stepsOf({ row, planned }: Ledger): Step[] {
  const limit = paidBeforeHold(row);
  const isSure = isSettled(row);
  let before = planned;
  return acceptancesOf(row.index)
    .filter(({ cumulativeAmount }) => cumulativeAmount > planned)
    .map((acceptance, at): Step => {
      const net = acceptance.cumulativeAmount - before;
      before = acceptance.cumulativeAmount;
      const paidOn = payDay(row, acceptance);
      const dueOn = dayOf(acceptance.acceptedOn) + 30;
      // An ended contract owes no advance, so its first payment, which can recover all of it, is always made.
      const mustPay = isSure || (row.status === 'TERMINATED' && at === 0);
      const isHeld = !mustPay && at >= limit;
      const isLate = drawChance(6, tuple(row, `overdue ${acceptance.instalment}`)) || paidOn > asOfDay;
      if (isHeld) return { acceptance, net, dueOn: holdDueOn(row, dueOn), paidOn: null };
      return { acceptance, net, dueOn, paidOn: isLate && !mustPay ? null : Math.min(paidOn, asOfDay) };
    });
}

/** A payment that waits, approved or only planned. */
function addWaiting(ledger: Ledger, { acceptance, net, dueOn }: Step): void {
  const isApproved = drawChance(50, tuple(ledger.row, `approved ${acceptance.instalment}`));
  const status = isApproved ? 'APPROVED' : 'PLANNED';
  ledger.rows.push({
    kind: 'INTERIM',
    status,
    instalment: acceptance.instalment,
    amount: net,
    dueOn,
    paidOn: null,
  });
}

/** A payment made, with the recovery that goes with it: gross amount = what is due in cash + what is recovered. */
function addPaid(ledger: Ledger, { acceptance, net, dueOn, paidOn }: Step, isLast: boolean): void {
  const { row, plan } = ledger;
  const isFinal = isSettled(row) && acceptance.instalment === row.instalments;
  const recoversRest = isLast && row.status === 'TERMINATED';
  const recovery = recoversRest
    ? plan.advance - ledger.recovered
    : recoveryDue(ledger, acceptance.cumulativeAmount);
  const common = { status: 'PAID' as const, instalment: acceptance.instalment, dueOn, paidOn };
  ledger.rows.push({ ...common, kind: isFinal ? 'FINAL' : 'INTERIM', amount: net + recovery });
  if (recovery > 0) ledger.rows.push({ ...common, kind: 'ADVANCE_RECOVERY', amount: recovery });
  ledger.recovered += recovery;
}

/** The payments of a contract that its acceptances give, before those planned for the time to come. */
export function paymentsFromAcceptances(contractIndex: number): ContractPayments {
  const plan = moneyPlansOfCohort(cohortOfContract(contractIndex)).get(contractIndex);
  const row = contract(contractIndex);
  if (!plan) return { rows: [], unplanned: 0 };
  const ledger: Ledger = { row, plan, rows: [], planned: 0, recovered: 0 };
  payAdvance(ledger);
  const steps = stepsOf(ledger);
  const lastPaid = steps.findLast(({ paidOn }) => paidOn !== null);
  for (const step of steps) {
    if (step.paidOn === null) addWaiting(ledger, step);
    else addPaid(ledger, step, step === lastPaid);
  }
  const planned = steps.at(-1)?.acceptance.cumulativeAmount ?? ledger.planned;
  const limit = plan.splitAfter === 0 ? (plan.committed[0] ?? 0) : row.value;
  return { rows: ledger.rows, unplanned: row.status === 'ACTIVE' ? limit - planned : 0 };
}
