import type { RetryPolicy } from './DepartmentPolicy';

/** What a wait depends on. */
export interface RetryWait {
  /** How many retries there were before. */
  readonly before: number;
  /** What the department said in `retry-after`: seconds or a date (RFC 9110, 10.2.3). */
  readonly retryAfter?: string;
  /** From 0 to 1, chosen anew each time. */
  readonly random: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * How long to wait before a retry, in milliseconds: at random up to a bound that doubles each time, so that those who failed together do not
 * come back together; never less than the department asked for.
 */
export function waitBeforeRetry(
  { firstWaitMs, longestWaitMs }: RetryPolicy,
  { before, retryAfter, random, now }: RetryWait,
): number {
  const bound = Math.min(longestWaitMs, firstWaitMs * 2 ** before);
  return Math.max(random * bound, retryAfterMs(retryAfter, now));
}

function retryAfterMs(said: string | undefined, now: number): number {
  if (said === undefined) return 0;
  if (/^\d{1,9}$/.test(said)) return Number(said) * 1_000;
  const date = Date.parse(said);
  return Number.isNaN(date) ? 0 : date - now;
}
