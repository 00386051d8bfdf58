import { z } from 'zod';

/** The states of a unit price, in the order in which they are reached; SUPERSEDED ends an approved one. */
export const unitPriceStatus = z.enum([
  'NONE',
  'NEGOTIATED',
  'SUBMITTED',
  'PROVISIONAL',
  'LOWEST_DETERMINED',
  'APPRAISED',
  'APPROVED',
  'SUPERSEDED',
]);
/** What {@link unitPriceStatus} describes. */
export type UnitPriceStatus = z.infer<typeof unitPriceStatus>;

/** How far a price has come, 0 (none) to 6 (approved). A superseded price was approved in its day. */
export function settledness(status: UnitPriceStatus): number {
  return status === 'SUPERSEDED' ? settledness('APPROVED') : unitPriceStatus.options.indexOf(status);
}

/** The state of a service: the best that any of its prices has reached. NONE without prices. */
export function serviceStatus(prices: Iterable<{ readonly status: UnitPriceStatus }>): UnitPriceStatus {
  return byRank(prices, (rank, other) => rank > other);
}

/**
 * The state of a contract: the least settled among the prices of its items. NONE without items. A superseded price
 * counts as approved: it was, when the contract used it.
 */
export function contractPriceStatus(prices: Iterable<{ readonly status: UnitPriceStatus }>): UnitPriceStatus {
  return byRank(prices, (rank, other) => rank < other);
}

function byRank(
  prices: Iterable<{ readonly status: UnitPriceStatus }>,
  better: (rank: number, other: number) => boolean,
): UnitPriceStatus {
  let chosen: number | null = null;
  for (const { status } of prices) {
    const rank = settledness(status);
    if (chosen === null || better(rank, chosen)) chosen = rank;
  }
  return unitPriceStatus.options[chosen ?? 0] ?? 'NONE';
}
