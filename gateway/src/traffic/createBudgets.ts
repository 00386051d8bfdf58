import type { Logger } from 'pino';
import { type RateLimiterAbstract, RateLimiterRedis } from 'rate-limiter-flexible';
import { BoundedMemoryLimiter } from './BoundedMemoryLimiter';
import { connectRedis } from './connectRedis';

/** For how many callers, and for how many addresses, this process counts at most. */
const keyLimit = 100_000;

/** What budgets are made with. Points per window; 0 for no budget of that kind. */
export interface BudgetOptions {
  readonly rateLimitAddress: number;
  readonly rateLimitCaller: number;
  readonly rateLimitWindowSeconds: number;
  /** Where several processes count together; without it each counts for itself. */
  readonly rateLimitRedisUrl?: string;
}

/** The budgets, each null where it is not wanted. */
export interface Budgets {
  readonly address: RateLimiterAbstract | null;
  readonly caller: RateLimiterAbstract | null;
  /** Lets go of the store. */
  close(): void;
}

/**
 * Budgets in memory, or in a Redis where several gateways share them. While the Redis does not answer, each process
 * counts for itself: nobody is let through uncounted, and nobody is turned away for it.
 */
export async function createBudgets(options: BudgetOptions, log: Logger): Promise<Budgets> {
  const { rateLimitRedisUrl: url, rateLimitWindowSeconds: duration } = options;
  const redis = url === undefined ? null : await connectRedis(url, log);
  const budget = (keyPrefix: string, points: number): RateLimiterAbstract | null => {
    if (points === 0) return null;
    const own = new BoundedMemoryLimiter({ keyPrefix, points, duration, keyLimit });
    if (!redis) return own;
    return new RateLimiterRedis({
      storeClient: redis.client,
      keyPrefix: `lien-thong:${keyPrefix}`,
      points,
      duration,
      rejectIfRedisNotReady: true,
      insuranceLimiter: own,
    });
  };
  return {
    address: budget('address', options.rateLimitAddress),
    caller: budget('caller', options.rateLimitCaller),
    close: () => redis?.close(),
  };
}
