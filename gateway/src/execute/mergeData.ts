import { define } from '../compile/names';
import type { TypeTable } from '../plan/TypeTable';

type Data = Record<string, unknown>;

/**
 * Merges what a department answered into an object of the answer. What is there already wins over null; objects merge field by field,
 * lists of one length item by item; anything else is taken by reference.
 */
export function mergeData(target: object, source: object, types: TypeTable): void {
  const into = target as Data;
  const from = source as Data;
  for (const key in from) {
    const value = from[key];
    const known = Object.hasOwn(into, key) ? into[key] : undefined;
    if (known === undefined) set(into, key, value);
    else if (value === null || value === undefined || known === value) continue;
    else if (known === null) set(into, key, value);
    else if (key === '__typename') into[key] = narrower(known, value, types);
    else if (typeof known === 'object' && typeof value === 'object')
      mergeNested(into, key, [known, value, types]);
    else set(into, key, value);
  }
}

function mergeNested(
  into: Data,
  key: string,
  [known, value, types]: readonly [object, object, TypeTable],
): void {
  if (Array.isArray(known) && Array.isArray(value)) {
    if (known.length !== value.length) return;
    for (let index = 0; index < known.length; index++) {
      const item = known[index] as unknown;
      const other = value[index] as unknown;
      if (isObject(item) && isObject(other)) mergeData(item, other, types);
      else if (item === null || item === undefined) known[index] = other;
    }
  } else if (!Array.isArray(known) && !Array.isArray(value)) {
    mergeData(known, value, types);
  } else {
    set(into, key, value);
  }
}

function set(into: Data, key: string, value: unknown): void {
  if (key === '__proto__') define(into, key, value);
  else into[key] = value;
}

/** An object's own type says more than the interface that an interface object calls itself by. */
export function narrower(known: unknown, other: unknown, types: TypeTable): unknown {
  if (typeof known !== 'string' || typeof other !== 'string')
    return typeof known === 'string' ? known : other;
  return types.matches(known, other) ? known : other;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy that shares no object with the original. */
export function copyData<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyData) as T;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Data = {};
  for (const key in value) set(copy, key, copyData((value as Data)[key]));
  return copy as T;
}
