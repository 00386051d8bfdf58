import { codedError } from '@lien-thong/schema';
import { type Condition, within as liesWithin } from '@lien-thong/subgraph-kit';

export { allOf, equalTo as equals, oneOf } from '@lien-thong/subgraph-kit';

/** An inclusive range as the graph takes it: `{min, max}` for amounts, `{from, to}` for days; either end may be open. */
export interface Range<T> {
  readonly min?: T | null;
  readonly max?: T | null;
}

/** The field lies within the inclusive range. Throws BAD_USER_INPUT where the range is turned round. */
export function within(field: string, range: Range<string | number> | null | undefined): Condition | null {
  if (range == null) return null;
  const { min, max } = range;
  if (min != null && max != null && min > max) {
    throw codedError('BAD_USER_INPUT', {
      message: `The range of ${field} runs from ${min} to ${max}. Give the smaller end first.`,
    });
  }
  return liesWithin(field, { from: min, to: max });
}

/** A `DateRange` of the graph as a range. */
export function days(
  range: { readonly from?: string | null; readonly to?: string | null } | null | undefined,
): Range<string> | null {
  return range ? { min: range.from, max: range.to } : null;
}
