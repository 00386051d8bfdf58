import { createHash } from 'node:crypto';
import type { FrozenContent } from './FrozenAnswer';

/** JSON with the keys of every object in order, so that equal contents have equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

/** SHA-256 of the content as 64 hexadecimal digits. The order of keys does not matter, that of lists does. */
export function hashContent(content: FrozenContent): string {
  const { question, query, pages, dataVersions, changedWhileRead } = content;
  const hashed = { question, query, pages, dataVersions, changedWhileRead };
  return createHash('sha256').update(canonical(hashed)).digest('hex');
}
