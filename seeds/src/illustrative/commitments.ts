import { acceptancesOf } from './acceptances';
import { day, isoDate } from './calendar';
import { COHORT_SIZE, cohortOfContract, dealtTo, firstYearOfCohort, programmeOfLine } from './cohorts';
import { asOfDay, contract, contractsOfCohort, isLive, signingDay } from './contracts';
import { contractRowId, ids } from './labels';
import { memoized } from './memo';
import type { Commitment, Contract } from './model';
import { drawBelow, drawBetween, drawChance } from './random';

/** How the money of a contract is laid out, before single payments are made of it. */
export interface MoneyPlan {
  /** Dong advanced; 0 for the 45 % without an advance. */
  readonly advance: number;
  /** The first commitment ends with this instalment where there is a second one; else null. */
  readonly splitAfter: number | null;
  /** Amounts of the commitments: one, or two where the contract is split. They add up to its value. */
  readonly committed: readonly number[];
}

/** The day of a cohort's allocation decision, in the first weeks of its budget year. */
export function allocationDay(cohort: number): number {
  return day(
    firstYearOfCohort(cohort),
    1,
    10 + drawBelow(40, { kind: 'cohort', index: cohort, field: 'allocation' }),
  );
}

/** 55 % of the contracts get 20, 30, 40 or 50 % of their value in advance, rounded down to 1,000 dong. */
function wantedAdvance({ index, value }: Contract): number {
  if (!drawChance(55, { kind: 'contract', index, field: 'advanced' })) return 0;
  const percent = 20 + 10 * drawBelow(4, { kind: 'contract', index, field: 'advance' });
  return Math.floor((value * percent) / 100_000) * 1_000;
}

/** The contracts of a cohort that have a second commitment: those without an advance first, from a drawn start. */
function splitContracts(cohort: number, live: readonly Contract[]): ReadonlySet<number> {
  const share = dealtTo(cohort, 'commitments');
  const wanted = share.to - share.from - live.length;
  const start = drawBelow(live.length, { kind: 'cohort', index: cohort, field: 'split' });
  const rotated = [...live.slice(start), ...live.slice(0, start)];
  const candidates = [
    ...rotated.filter((row) => wantedAdvance(row) === 0),
    ...rotated.filter((row) => wantedAdvance(row) > 0),
  ];
  if (wanted < 0 || wanted > live.length) {
    throw new Error(`Cohort ${cohort} cannot have ${share.to - share.from} commitments.`);
  }
  return new Set(candidates.slice(0, wanted).map(({ index }) => index));
}

function planOf(row: Contract, isSplit: boolean): MoneyPlan {
  if (!isSplit) return { advance: wantedAdvance(row), splitAfter: null, committed: [row.value] };
  // The first commitment is what its instalments come to, so that each payment fits into the commitment it is made from.
  const accepted = acceptancesOf(row.index);
  const splitAfter = Math.min(accepted.length, Math.ceil(row.instalments / 2));
  const first = accepted[splitAfter - 1]?.cumulativeAmount ?? Math.floor((row.value * 6) / 10_000) * 1_000;
  return { advance: 0, splitAfter, committed: [first, row.value - first] };
}

/** The money plans of the live contracts of a cohort, by index of the contract. */
export const moneyPlansOfCohort = memoized(64, (cohort: number): ReadonlyMap<number, MoneyPlan> => {
  const live = contractsOfCohort(cohort).filter(({ status }) => isLive(status));
  const split = splitContracts(cohort, live);
  return new Map(live.map((row) => [row.index, planOf(row, split.has(row.index))]));
});

/** Funds are committed some days after signing, and never before they were allocated. */
export function commitmentDay(contractIndex: number): number {
  const after = drawBetween(3, 20, { kind: 'contract', index: contractIndex, field: 'committed' });
  const allotted = allocationDay(cohortOfContract(contractIndex)) + 1;
  return Math.min(asOfDay, Math.max(signingDay(contractIndex) + after, allotted));
}

/** The line of a commitment: the contract's own, and for a second one the next line of the cohort with the same programme. */
function lineOf(row: Contract, place: number): number {
  if (place === 0) return row.budgetLineIndex;
  const { from, to } = dealtTo(cohortOfContract(row.index), 'budgetLines');
  const next = row.budgetLineIndex + 1 < to ? row.budgetLineIndex + 1 : from;
  return programmeOfLine(next) === row.programmeIndex ? next : row.budgetLineIndex;
}

/** The commitments of a contract: none unless it is ACTIVE or TERMINATED, else one or two that add up to its value. */
export function commitmentsOf(contractIndex: number): Commitment[] {
  const row = contract(contractIndex);
  const plan = moneyPlansOfCohort(cohortOfContract(contractIndex)).get(contractIndex);
  return (plan?.committed ?? []).map((amount, place) => {
    const budgetLineIndex = lineOf(row, place);
    return {
      id: contractRowId('cmt', row, place),
      contractIndex,
      contractId: row.id,
      budgetLineIndex,
      budgetLineId: ids.budgetLine(budgetLineIndex),
      fiscalYear: row.fiscalYear,
      programmeId: row.programmeId,
      amount,
      committedOn: isoDate(commitmentDay(contractIndex)),
      contractVersion: 1,
    };
  });
}

/** The commitments of a cohort, in the order of its contracts. */
export function commitmentsOfCohort(cohort: number): Commitment[] {
  return Array.from({ length: COHORT_SIZE }, (_, place) => cohort * COHORT_SIZE + place).flatMap(
    commitmentsOf,
  );
}
