import type { Condition } from '@lien-thong/subgraph-kit';

/** The field has that value; no condition where no value is asked for. */
export function equal(field: string, value: unknown): Condition {
  return value === null || value === undefined ? {} : { [field]: value };
}

/** The field has one of the values (for an array field: holds one of them); no condition where no list is given. */
export function oneOf(field: string, values: readonly unknown[] | null | undefined): Condition {
  return values === null || values === undefined ? {} : { [field]: { $in: [...values] } };
}

/** The text field lies between two texts, both included; either end may be open. */
export function between(field: string, from?: string | null, to?: string | null): Condition {
  const range = { ...(from ? { $gte: from } : {}), ...(to ? { $lte: to } : {}) };
  return Object.keys(range).length > 0 ? { [field]: range } : {};
}

/** All of the conditions; the empty ones do not count. */
export function allOf(...conditions: ReadonlyArray<Condition | null>): Condition {
  const present = conditions.filter(
    (each): each is Condition => each !== null && Object.keys(each).length > 0,
  );
  return present.length > 1 ? { $and: present } : (present[0] ?? {});
}
