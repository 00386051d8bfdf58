import type { Condition } from './keyset';

/** An inclusive range; an end that is left out is open. */
export interface Range<T> {
  readonly from?: T | null;
  readonly to?: T | null;
}

/** All of the conditions (fields of a filter are ANDed). Null and the empty condition count as true; `{}` where none is left. */
export function allOf(...conditions: ReadonlyArray<Condition | null>): Condition {
  const present = conditions.filter(
    (condition): condition is Condition => condition !== null && Object.keys(condition).length > 0,
  );
  return present.length > 1 ? { $and: present } : (present[0] ?? {});
}

/** The field has that value; null where none is asked for. */
export function equalTo(field: string, value: unknown): Condition | null {
  return value == null ? null : { [field]: value };
}

/**
 * The field has one of the values (an array field: holds one of them); null where no list is given. A list is ORed, so
 * an empty one matches nothing.
 */
export function oneOf(field: string, values: readonly unknown[] | null | undefined): Condition | null {
  if (values == null) return null;
  return values.length === 1 ? { [field]: values[0] } : { [field]: { $in: [...values] } };
}

/** The field lies within the range, both ends included; rows without a value do not. Null where both ends are open. */
export function within<T>(field: string, range: Range<T> | null | undefined): Condition | null {
  const { from, to } = range ?? {};
  const bounds = { ...(from != null && { $gte: from }), ...(to != null && { $lte: to }) };
  return Object.keys(bounds).length > 0 ? { [field]: bounds } : null;
}
