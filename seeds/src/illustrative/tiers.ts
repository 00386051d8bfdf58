/** The sizes of the illustrative pack. */
export const tiers = ['S', 'M', 'L', 'XL'] as const;
/** S: tests. M: continuous integration. L: demonstration and benchmark. XL: only on purpose. */
export type Tier = (typeof tiers)[number];

/** Kinds whose number of rows is fixed by the specification of the data. */
export type CountedKind =
  | 'programmes'
  | 'budgetLines'
  | 'services'
  | 'unitPrices'
  | 'providers'
  | 'contracts'
  | 'acceptances'
  | 'commitments'
  | 'payments'
  | 'documents'
  | 'indicators'
  | 'observations'
  | 'tasks';

/** Rows of each kind in the tiers S, M, L and XL: illustrative rows alone, the facts come on top. */
export const tierCounts: Readonly<Record<CountedKind, readonly [number, number, number, number]>> = {
  programmes: [4, 12, 40, 120],
  budgetLines: [40, 400, 4_000, 20_000],
  services: [12, 40, 120, 400],
  unitPrices: [30, 300, 3_000, 15_000],
  providers: [15, 60, 400, 2_000],
  contracts: [60, 2_000, 20_000, 200_000],
  acceptances: [180, 6_000, 60_000, 600_000],
  commitments: [70, 2_300, 23_000, 230_000],
  payments: [300, 10_000, 100_000, 1_000_000],
  documents: [150, 4_000, 40_000, 400_000],
  indicators: [20, 60, 150, 400],
  observations: [500, 20_000, 280_000, 2_000_000],
  tasks: [30, 300, 1_000, 5_000],
};

/** Number of rows of a kind in a tier. */
export function countOf(kind: CountedKind, tier: Tier): number {
  return tierCounts[kind][tiers.indexOf(tier)] ?? 0;
}

/**
 * A tier is the one before it plus a block of new rows: block 0 is S, block 1 what M adds, and so on. Rows that depend on
 * each other's sums stay inside one block, so growing a tier leaves every earlier row as it was.
 */
export type Block = number;

/** First index of a kind in a block, and the first index after it. */
export function rangeOf(kind: CountedKind, block: Block): { readonly from: number; readonly to: number } {
  const counts = tierCounts[kind];
  return { from: block === 0 ? 0 : (counts[block - 1] ?? 0), to: counts[block] ?? 0 };
}

/** The block that a row of a kind belongs to. Throws a RangeError beyond the largest tier. */
export function blockOf(kind: CountedKind, index: number): Block {
  const block = tierCounts[kind].findIndex((count) => index < count);
  if (block < 0 || index < 0) throw new RangeError(`There is no ${kind} number ${index} in any tier.`);
  return block;
}

/**
 * Share `part` of `parts` when `total` things are dealt out as evenly as whole numbers allow: from (included), to (excluded).
 * The shares follow each other without gap.
 */
export function evenShare(
  total: number,
  parts: number,
  part: number,
): { readonly from: number; readonly to: number } {
  return { from: Math.floor((part * total) / parts), to: Math.floor(((part + 1) * total) / parts) };
}

/** The share that thing number `at` of `total` falls into when they are dealt out over `parts` (inverse of evenShare). */
export function shareOf(total: number, parts: number, at: number): number {
  let part = Math.min(parts - 1, Math.floor((at * parts) / total));
  while (part + 1 < parts && at >= evenShare(total, parts, part).to) part += 1;
  while (part > 0 && at < evenShare(total, parts, part).from) part -= 1;
  return part;
}
