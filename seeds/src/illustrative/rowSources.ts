import type { Tier } from './tiers';

/**
 * The illustrative rows of a department: for each of its collections, by its name in the database, a function that makes
 * the rows of a tier one after the other, in the shape of the collection's schema. The same tier gives
 * the same rows in the same order, and every row of a smaller tier is a row of each larger one.
 */
export type RowSources = Readonly<Record<string, (tier: Tier) => Iterable<object>>>;
