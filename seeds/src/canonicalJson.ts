import { createHash } from 'node:crypto';

/**
 * JSON text that two equal rows share, wherever they come from: keys sorted, absent and undefined alike, instants as
 * ISO text, BSON int64 as plain numbers.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  if ('_bsontype' in value) return String(value);
  const parts = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`);
  return `{${parts.join(',')}}`;
}

/** A short fingerprint of a value: equal values have equal ones. */
export function fingerprint(value: unknown): string {
  return createHash('sha1').update(canonicalJson(value)).digest('base64url').slice(0, 16);
}
