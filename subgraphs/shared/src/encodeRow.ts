import { Long } from 'mongodb';
import type { CollectionDefinition } from './collection';
import type { Row } from './records';

type Encodable = Record<string, unknown>;

function encodeValue(key: string, value: unknown): unknown {
  // Money is BSON int64: the driver would write a JavaScript number above 2^31 as a double.
  if (key === 'amount' && typeof value === 'number') return Long.fromNumber(value);
  if (Array.isArray(value)) return value.map((item) => encodeValue('', item));
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return encodeFields(value as Encodable);
  }
  return value;
}

/** A record with every `amount` in it as int64 (whole đồng), `undefined` left out. */
export function encodeFields(fields: Encodable): Encodable {
  const encoded: Encodable = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) encoded[key] = encodeValue(key, value);
  }
  return encoded;
}

/**
 * The row as it is stored: every `amount` as int64 (whole đồng), `undefined` left out, derived fields added.
 * Reading it back gives JavaScript numbers again (the driver promotes int64 within 2^53).
 */
export function encodeRow<T extends Row>(definition: CollectionDefinition<T>, row: T): T {
  return encodeFields({ ...row, ...definition.derive?.(row) }) as unknown as T;
}
