import { codedError } from '@lien-thong/schema';
import type { Condition } from '@lien-thong/subgraph-kit';

/** An inclusive range as the graph takes it: `{min, max}` for amounts, `{from, to}` for days; either end may be open. */
export interface Range<T> {
  readonly min?: T | null;
  readonly max?: T | null;
}

/** All of the conditions that are there (fields of a filter are ANDed); the empty condition when none is. */
export function allOf(...conditions: ReadonlyArray<Condition | null>): Condition {
  const present = conditions.filter(
    (condition): condition is Condition => condition !== null && Object.keys(condition).length > 0,
  );
  return present.length > 1 ? { $and: present } : (present[0] ?? {});
}

/** The field equals the value; null where none is asked for. */
export function equals(field: string, value: string | number | null | undefined): Condition | null {
  return value == null ? null : { [field]: value };
}

/** The field is one of the values (a list is ORed, so an empty one matches nothing); null where none is asked for. */
export function oneOf(field: string, values: readonly string[] | null | undefined): Condition | null {
  if (values == null) return null;
  return values.length === 1 ? { [field]: values[0] } : { [field]: { $in: values } };
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
  const bounds = { ...(min != null && { $gte: min }), ...(max != null && { $lte: max }) };
  return Object.keys(bounds).length ? { [field]: bounds } : null;
}

/** A `DateRange` of the graph as a range. */
export function days(
  range: { readonly from?: string | null; readonly to?: string | null } | null | undefined,
): Range<string> | null {
  return range ? { min: range.from, max: range.to } : null;
}
