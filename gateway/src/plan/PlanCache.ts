/** Counts of a cache. */
export interface PlanCacheStats {
  readonly hits: number;
  readonly misses: number;
  readonly failures: number;
  readonly milliseconds: number;
  readonly size: number;
}

interface Entry<T> {
  readonly value: Promise<T>;
  uses: number;
}

/** A plan in the cache and how often it was used. */
export interface CachedPlan<T> {
  readonly key: string;
  readonly uses: number;
  readonly value: Promise<T>;
}

/** How much a cache of plans may hold. */
export interface PlanCacheBounds {
  /** Plans. */
  readonly capacity: number;
  /** Memory that plans and what is compiled of them take, in bytes, estimated. */
  readonly limitBytes: number;
  /** Told of each that is no longer there. */
  onForget?(key: string): void;
}

/** What a plan and its writers take for each character of the normalised operation, measured. */
const bytesOfCharacter = 100;

/** What the smallest plan takes. */
const bytesOfPlan = 10_000;

/**
 * Keeps the last used plans by their normalised operation. Concurrent misses for one key make one plan; a failure is told to all who
 * waited and then forgotten.
 */
export class PlanCache<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private hits = 0;
  private misses = 0;
  private failures = 0;
  private milliseconds = 0;
  /** Of all keys. */
  private characters = 0;

  constructor(private readonly bounds: PlanCacheBounds) {}

  get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.entries.get(key);
    if (known) {
      this.hits++;
      known.uses++;
      // A Map keeps the order of insertion: what was used goes to the end, what is at the front goes first.
      this.entries.delete(key);
      this.entries.set(key, known);
      return known.value;
    }
    this.misses++;
    const value = this.timed(key, make);
    this.entries.set(key, { value, uses: 1 });
    this.characters += key.length;
    this.shrink();
    return value;
  }

  private shrink(): void {
    const { capacity, limitBytes } = this.bounds;
    for (const oldest of this.entries.keys()) {
      const bytes = this.characters * bytesOfCharacter + this.entries.size * bytesOfPlan;
      const fits = this.entries.size <= capacity && bytes <= limitBytes;
      // The newest stays: somebody waits for it.
      if (fits || this.entries.size === 1) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    if (!this.entries.delete(key)) return;
    this.characters -= key.length;
    this.bounds.onForget?.(key);
  }

  /** Whether a plan is kept, or being made. */
  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** The most used, most used first. */
  hottest(limit: number): CachedPlan<T>[] {
    const all = [...this.entries].map(([key, { uses, value }]) => ({ key, uses, value }));
    return all.sort((a, b) => b.uses - a.uses).slice(0, limit);
  }

  stats(): PlanCacheStats {
    const { hits, misses, failures, milliseconds } = this;
    return { hits, misses, failures, milliseconds, size: this.entries.size };
  }

  /** A use that found its plan without the cache: it counts, and keeps the plan from being forgotten. */
  touch(key: string): void {
    this.hits++;
    const known = this.entries.get(key);
    if (!known) return;
    known.uses++;
    // Moving it to the end at every use would cost more than it is worth: now and then is enough.
    if (known.uses % 64 !== 0) return;
    this.entries.delete(key);
    this.entries.set(key, known);
  }

  private async timed(key: string, make: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await make();
    } catch (error) {
      this.failures++;
      this.forget(key);
      throw error;
    } finally {
      this.milliseconds += performance.now() - start;
    }
  }
}
