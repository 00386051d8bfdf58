import type { Position } from './cursor';

/** One field of an order, as a MongoDB path. */
export interface SortField {
  readonly field: string;
  readonly direction: 1 | -1;
}

/** A MongoDB condition. */
export type Condition = Record<string, unknown>;

/** The order with the id as its last field, so that it is total; the id runs in the direction of the field before. */
export function totalOrder(sort: readonly SortField[]): SortField[] {
  if (sort.some(({ field }) => field === '_id')) return [...sort];
  return [...sort, { field: '_id', direction: sort.at(-1)?.direction ?? 1 }];
}

/** The same order, read from the other end. */
export function reversed(sort: readonly SortField[]): SortField[] {
  return sort.map(({ field, direction }) => ({ field, direction: direction === 1 ? -1 : 1 }));
}

/** The value at a dotted path of a row; null when it is not there. */
export function valueAt(row: unknown, path: string): string | number | null {
  let value: unknown = row;
  for (const step of path.split('.')) {
    value = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[step] : null;
  }
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** MongoDB orders null (and missing) before every value; comparisons alone never match across types. */
function strictlyAfter({ field, direction }: SortField, value: string | number | null): Condition | null {
  if (value === null) return direction === 1 ? { [field]: { $ne: null } } : null;
  if (direction === 1) return { [field]: { $gt: value } };
  return { $or: [{ [field]: { $lt: value } }, { [field]: null }] };
}

/** The condition that a row stands strictly after a position in a total order. */
export function afterPosition(order: readonly SortField[], position: Position): Condition {
  const alternatives: Condition[] = [];
  order.forEach((sortField, index) => {
    const beyond = strictlyAfter(sortField, position[index] ?? null);
    if (!beyond) return;
    const equal = order.slice(0, index).map(({ field }, at) => ({ [field]: position[at] ?? null }));
    alternatives.push(equal.length ? { $and: [...equal, beyond] } : beyond);
  });
  return alternatives.length === 1 ? (alternatives[0] ?? {}) : { $or: alternatives };
}

/** The order of two rows in the process, exactly as the database would order them (null first). */
export function compareRows(order: readonly SortField[], left: unknown, right: unknown): number {
  for (const { field, direction } of order) {
    const a = valueAt(left, field);
    const b = valueAt(right, field);
    if (a === b) continue;
    if (a === null) return -direction;
    if (b === null) return direction;
    return a < b ? -direction : direction;
  }
  return 0;
}
