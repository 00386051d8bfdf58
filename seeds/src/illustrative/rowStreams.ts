import { cohortCount } from './cohorts';
import { type CountedKind, countOf, type Tier } from './tiers';

/** The rows of one collection for a tier, made as they are read. */
export type RowStream<T> = (tier: Tier) => Generator<T>;

/** A stream over all things of a kind; it holds the rows of one thing in memory. */
export function rowStreamByIndex<T>(kind: CountedKind, rowsOf: (index: number) => Iterable<T>): RowStream<T> {
  return function* (tier) {
    for (let index = 0; index < countOf(kind, tier); index += 1) yield* rowsOf(index);
  };
}

/** A stream over all cohorts; it holds the rows of one cohort in memory. */
export function rowStreamByCohort<T>(rowsOf: (cohort: number) => Iterable<T>): RowStream<T> {
  return function* (tier) {
    for (let cohort = 0; cohort < cohortCount(tier); cohort += 1) yield* rowsOf(cohort);
  };
}
