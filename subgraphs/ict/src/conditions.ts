import type { Condition } from '@lien-thong/subgraph-kit';

/** An inclusive range as filters have it; an end that is left out is open. */
export interface Range<T> {
  readonly from?: T | null;
  readonly to?: T | null;
}

/** All of the conditions; absent ones (null) count as true. `{}` when there is none. */
export function allOf(conditions: ReadonlyArray<Condition | null>): Condition {
  const present = conditions.filter(
    (condition): condition is Condition => condition !== null && Object.keys(condition).length > 0,
  );
  return present.length > 1 ? { $and: present } : (present[0] ?? {});
}

/** The field has one of the values; null where no list is given. An empty list matches nothing. */
export function oneOf(field: string, values: readonly unknown[] | null | undefined): Condition | null {
  if (!values) return null;
  return values.length === 1 ? { [field]: values[0] } : { [field]: { $in: [...values] } };
}

/** The field has that value; null where none is given. */
export function equalTo(field: string, value: unknown): Condition | null {
  return value === null || value === undefined ? null : { [field]: value };
}

/** The field lies within the range, both ends included; rows without a value do not. */
export function within<T>(field: string, range: Range<T> | null | undefined): Condition | null {
  const bounds: Condition = {};
  if (range?.from != null) bounds.$gte = range.from;
  if (range?.to != null) bounds.$lte = range.to;
  return Object.keys(bounds).length > 0 ? { [field]: bounds } : null;
}
