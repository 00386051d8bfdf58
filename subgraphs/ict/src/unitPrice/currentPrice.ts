import type { UnitPriceRecord } from './record';
import { settledness } from './status';

/** What the choice of the current price looks at. */
export type PriceCandidate = Pick<UnitPriceRecord, '_id' | 'status' | 'validity' | 'price'>;

/** True when the price holds on that day; an end that is not given is open. */
export function holdsOn({ validity }: Pick<UnitPriceRecord, 'validity'>, day: string): boolean {
  return (validity.startDate ?? day) <= day && day <= (validity.endDate ?? day);
}

/**
 * The current price among those of one service: the one that has come furthest; of several the one that holds from
 * the latest day, then the lowest (L24b), then the first by id. Null when no price has left NONE. A superseded price
 * is not current.
 */
export function currentPrice<T extends PriceCandidate>(prices: Iterable<T>): T | null {
  return firstByPrecedence([...prices].filter(({ status }) => status !== 'SUPERSEDED'));
}

/** The price that was current on a day of the past or is on one to come; a superseded one was, while it held. */
export function priceOn<T extends PriceCandidate>(prices: Iterable<T>, day: string): T | null {
  return firstByPrecedence([...prices].filter((price) => holdsOn(price, day)));
}

function firstByPrecedence<T extends PriceCandidate>(prices: readonly T[]): T | null {
  let chosen: T | null = null;
  for (const price of prices) {
    if (price.status === 'NONE') continue;
    if (!chosen || precedence(price, chosen) < 0) chosen = price;
  }
  return chosen;
}

function precedence(left: PriceCandidate, right: PriceCandidate): number {
  return (
    settledness(right.status) - settledness(left.status) ||
    compareText(right.validity.startDate ?? '', left.validity.startDate ?? '') ||
    (left.price?.amount ?? Number.MAX_SAFE_INTEGER) - (right.price?.amount ?? Number.MAX_SAFE_INTEGER) ||
    compareText(left._id, right._id)
  );
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
