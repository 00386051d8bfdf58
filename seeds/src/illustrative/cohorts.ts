import { programmeYear } from './programmeYear';
import { drawBelow } from './random';
import { type Block, blockOf, countOf, evenShare, rangeOf, shareOf, type Tier, tiers } from './tiers';

/**
 * A cohort is twenty contracts with the budget lines that pay them, the decisions that allot the money, their
 * acceptances, commitments and payments. Every sum that an invariant speaks of lies inside one cohort, and a cohort
 * inside one block: so a department makes its rows cohort by cohort, in any order, with twenty contracts in memory.
 */
export const COHORT_SIZE = 20;
/** Exactly so many rows in every cohort, which makes three and five for each contract. */
export const ACCEPTANCES_PER_COHORT = 60;
/** See ACCEPTANCES_PER_COHORT. */
export const PAYMENTS_PER_COHORT = 100;

/** The cohorts of a block: from (included), to (excluded). */
export function cohortsOfBlock(block: Block): { readonly from: number; readonly to: number } {
  const contracts = rangeOf('contracts', block);
  return { from: contracts.from / COHORT_SIZE, to: contracts.to / COHORT_SIZE };
}

/** How many cohorts a tier has: its cohorts are 0 to this number minus one. */
export function cohortCount(tier: Tier): number {
  return countOf('contracts', tier) / COHORT_SIZE;
}

/** The cohort that a contract belongs to. */
export function cohortOfContract(contractIndex: number): number {
  return Math.floor(contractIndex / COHORT_SIZE);
}

/** The block that a cohort belongs to. */
export function blockOfCohort(cohort: number): Block {
  return blockOf('contracts', cohort * COHORT_SIZE);
}

/** Kinds that are dealt out over the cohorts of a block as evenly as whole numbers allow. */
export type DealtKind = 'budgetLines' | 'commitments' | 'documents' | 'unitPrices';

/** The indexes of a dealt kind that belong to a cohort: from (included), to (excluded). */
export function dealtTo(cohort: number, kind: DealtKind): { readonly from: number; readonly to: number } {
  const block = blockOfCohort(cohort);
  const cohorts = cohortsOfBlock(block);
  const range = rangeOf(kind, block);
  const share = evenShare(range.to - range.from, cohorts.to - cohorts.from, cohort - cohorts.from);
  return { from: range.from + share.from, to: range.from + share.to };
}

/** The cohort that a row of a dealt kind belongs to. */
export function cohortOfDealt(kind: DealtKind, index: number): number {
  const block = blockOf(kind, index);
  const cohorts = cohortsOfBlock(block);
  const range = rangeOf(kind, block);
  return cohorts.from + shareOf(range.to - range.from, cohorts.to - cohorts.from, index - range.from);
}

/**
 * The programme of a budget line. The first two cohorts, forty contracts of 2019, are the twin's; the third is the
 * leases of 2017 and 2018; later cohorts belong to one programme each, any of their tier.
 */
export function programmeOfLine(lineIndex: number): number {
  const cohort = cohortOfDealt('budgetLines', lineIndex);
  if (cohort < 2) return 0;
  if (cohort === 2) {
    const { from, to } = dealtTo(cohort, 'budgetLines');
    return 1 + Math.floor(((lineIndex - from) * 3) / (to - from));
  }
  const tier = tiers[blockOfCohort(cohort)] ?? 'XL';
  return drawBelow(countOf('programmes', tier), { kind: 'cohort', index: cohort, field: 'programme' });
}

/** The budget line that pays a contract. */
export function lineOfContract(contractIndex: number): number {
  const { from, to } = dealtTo(cohortOfContract(contractIndex), 'budgetLines');
  return from + drawBelow(to - from, { kind: 'contract', index: contractIndex, field: 'line' });
}

/** The earliest budget year among the lines of a cohort. */
export function firstYearOfCohort(cohort: number): number {
  const { from, to } = dealtTo(cohort, 'budgetLines');
  let year = programmeYear(programmeOfLine(from));
  for (let line = from + 1; line < to; line += 1) year = Math.min(year, programmeYear(programmeOfLine(line)));
  return year;
}
