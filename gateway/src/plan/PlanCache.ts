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

  constructor(private readonly capacity: number) {}

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
    if (this.entries.size > this.capacity) this.entries.delete(this.entries.keys().next().value as string);
    return value;
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
      this.entries.delete(key);
      throw error;
    } finally {
      this.milliseconds += performance.now() - start;
    }
  }
}
