import type { FieldChange } from './journal';

const quiet = new Set(['version', 'provenance.recordedAt', 'provenance.recordedBy']);

function leaves(value: unknown, path: string, into: Map<string, string>): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) leaves(item, `${path}.${index}`, into);
    return;
  }
  if (typeof value === 'object' && !(value instanceof Date)) {
    for (const [name, field] of Object.entries(value)) leaves(field, path ? `${path}.${name}` : name, into);
    return;
  }
  if (!quiet.has(path)) into.set(path, JSON.stringify(value));
}

/** What differs between two states of an aggregate, field by field, by path; everything is new after null. */
export function changesBetween(before: unknown, after: unknown): FieldChange[] {
  const old = new Map<string, string>();
  const fresh = new Map<string, string>();
  leaves(before, '', old);
  leaves(after, '', fresh);
  const paths = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return paths
    .filter((path) => old.get(path) !== fresh.get(path))
    .map((path) => ({ path, before: old.get(path) ?? null, after: fresh.get(path) ?? null }));
}
