import { HeaderMap } from '@apollo/server';
import { codedError, errorCodes } from '@lien-thong/schema';
import type { Caller } from '@lien-thong/subgraph-kit';
import type { GraphQLError } from 'graphql';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { AddressRanges } from './AddressRanges';
import { networkOf } from './clientAddress';
import type { Budgets } from './createBudgets';

/** Who is to be charged: a caller who was verified, or else the address. */
export interface Payer {
  readonly caller: Caller | null;
  /** The client's address; empty for the gateway's own operations, which cost nobody anything. */
  readonly address: string;
}

/** How a budget stands after a charge. */
export interface BudgetStanding {
  readonly budget: 'address' | 'caller';
  /** Points of one window. */
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window ends. */
  readonly resetSeconds: number;
}

/** What rate limits are made with. */
export interface RateLimitsOptions {
  readonly budgets: Budgets;
  /** Addresses that are never counted. */
  readonly exempt: AddressRanges;
  readonly windowSeconds: number;
}

/** How many of those who have used up their budget are known without asking the store. */
const knownExhausted = 10_000;

/**
 * Charges operations, in points of their cost, to a budget for each window of time: a verified caller to that of the
 * caller, anybody else to that of the address (an IPv6 address counts as its /64). What is refused counts too.
 */
export class RateLimits {
  readonly #options: RateLimitsOptions;
  /** By key: when the window of a used-up budget ends, in milliseconds of the clock. */
  readonly #exhausted = new Map<string, number>();

  constructor(options: RateLimitsOptions) {
    this.#options = options;
  }

  /** Whether operations of this payer are counted at all. */
  counts({ caller, address }: Payer): boolean {
    const { budgets, exempt } = this.#options;
    if ((caller ? budgets.caller : budgets.address) === null) return false;
    return address !== '' && !exempt.has(address);
  }

  /** Charges the points. Rejects with RATE_LIMITED where the budget does not hold them; null where nothing is counted. */
  async charge(payer: Payer, points: number): Promise<BudgetStanding | null> {
    if (!this.counts(payer)) return null;
    const budget = payer.caller ? 'caller' : 'address';
    const limiter = this.#options.budgets[budget];
    if (!limiter) return null;
    const key = payer.caller ? payer.caller.subject : networkOf(payer.address);
    const known = this.#knownExhausted(budget, key);
    if (known) throw rateLimited(known, this.#options.windowSeconds);
    try {
      const left = await limiter.consume(key, Math.max(1, Math.ceil(points)));
      if (left.remainingPoints === 0) this.#remember(`${budget} ${key}`, Date.now() + left.msBeforeNext);
      return standingOf(budget, limiter.points, left);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const standing = standingOf(budget, limiter.points, refused);
      this.#remember(`${budget} ${key}`, Date.now() + refused.msBeforeNext);
      throw rateLimited(standing, this.#options.windowSeconds, points);
    }
  }

  /** Charges without making anybody wait or refusing anything, as for a request that turned out not to be valid. */
  note(payer: Payer, points: number): void {
    this.charge(payer, points).catch(() => undefined);
  }

  /** The refusal that an anonymous client at this address gets in any case; null where it may still be answered. */
  refusal(address: string): GraphQLError | null {
    if (this.#exhausted.size === 0 || !this.counts({ caller: null, address })) return null;
    const known = this.#knownExhausted('address', networkOf(address));
    return known && rateLimited(known, this.#options.windowSeconds);
  }

  /** Lets go of the store. */
  close(): void {
    this.#options.budgets.close();
  }

  #knownExhausted(budget: 'address' | 'caller', key: string): BudgetStanding | null {
    const id = `${budget} ${key}`;
    const until = this.#exhausted.get(id);
    if (until === undefined) return null;
    const ms = until - Date.now();
    if (ms > 0) {
      const limit = this.#options.budgets[budget]?.points ?? 0;
      return { budget, limit, remaining: 0, resetSeconds: Math.ceil(ms / 1000) };
    }
    this.#exhausted.delete(id);
    return null;
  }

  #remember(id: string, until: number): void {
    if (this.#exhausted.size >= knownExhausted) this.#exhausted.clear();
    this.#exhausted.set(id, until);
  }
}

/** The headers that tell a client how its budget stands (draft-ietf-httpapi-ratelimit-headers-10). */
export function rateLimitHeaders(
  { budget, limit, remaining, resetSeconds }: BudgetStanding,
  windowSeconds: number,
): [string, string][] {
  return [
    ['ratelimit-policy', `"${budget}";q=${limit};w=${windowSeconds}`],
    ['ratelimit', `"${budget}";r=${remaining};t=${resetSeconds}`],
  ];
}

function standingOf(
  budget: BudgetStanding['budget'],
  limit: number,
  { remainingPoints: remaining, msBeforeNext }: RateLimiterRes,
): BudgetStanding {
  return { budget, limit, remaining, resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) };
}

function rateLimited(standing: BudgetStanding, windowSeconds: number, points?: number): GraphQLError {
  const { budget, limit, remaining, resetSeconds: reset } = standing;
  const isTooCostly = points !== undefined && points > limit;
  const what = isTooCostly
    ? `The operation costs ${points} points, more than the whole budget of ${limit}: ask for less.`
    : `The budget of ${limit} points in ${windowSeconds} s is used up. Ask again in ${reset} s.`;
  const headers = new HeaderMap([
    ['retry-after', String(reset)],
    ...rateLimitHeaders(standing, windowSeconds),
  ]);
  const http = { status: errorCodes.RATE_LIMITED.httpStatus, headers };
  return codedError('RATE_LIMITED', { message: what, extensions: { budget, limit, remaining, reset, http } });
}
