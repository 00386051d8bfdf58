import { createHash } from 'node:crypto';

/**
 * The id of an entity that a command creates, derived from what makes the command unique (its idempotency key, or a
 * number that must not occur twice), so that running the command again names the same entity.
 */
export function deriveId(prefix: string, ...parts: readonly string[]): string {
  return `${prefix}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20)}`;
}
