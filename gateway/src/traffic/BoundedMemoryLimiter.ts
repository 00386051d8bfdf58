import { type IRateLimiterOptions, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/**
 * Budgets in the memory of this process, for so many keys at most: beyond that the one whose window began first starts
 * afresh. The library alone keeps every key until its window ends, however many there are.
 */
export class BoundedMemoryLimiter extends RateLimiterMemory {
  /** Keys in the order in which their windows began. */
  readonly #keys = new Set<string | number>();
  readonly #keyLimit: number;

  constructor({ keyLimit, ...options }: IRateLimiterOptions & { readonly keyLimit: number }) {
    super(options);
    this.#keyLimit = keyLimit;
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#keys.size;
  }

  override async consume(key: string | number, points = 1): Promise<RateLimiterRes> {
    try {
      const taken = await super.consume(key, points);
      if (taken.isFirstInDuration) this.#note(key);
      return taken;
    } catch (refused) {
      if ((refused as RateLimiterRes).isFirstInDuration) this.#note(key);
      throw refused;
    }
  }

  #note(key: string | number): void {
    // Set anew it stands at the end again.
    this.#keys.delete(key);
    this.#keys.add(key);
    if (this.#keys.size <= this.#keyLimit) return;
    for (const oldest of this.#keys) {
      this.#keys.delete(oldest);
      void this.delete(oldest);
      break;
    }
  }
}
