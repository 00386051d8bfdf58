import type { Registry } from 'prom-client';
import { type FamilyOptions, labelled, register } from './Tally';

/** One series of a histogram. */
export interface DurationsChild {
  /** Counts one that took so long, in milliseconds. */
  observe(milliseconds: number): void;
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** How many lay in each bucket alone, the last one without an upper end. */
  readonly counts: Float64Array;
  /** Seconds. */
  sum: number;
}

/** Upper ends in seconds: from what a cached answer takes to the deadline of a request. */
const standardBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

/** A histogram of durations whose series are looked up once; see `Tally`. */
export class Durations {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly name: string;
  readonly help: string;
  readonly #labels: readonly string[];
  readonly #buckets: readonly number[];
  readonly #series: Series[] = [];

  constructor(registry: Registry, options: FamilyOptions & { readonly buckets?: readonly number[] }) {
    this.name = options.name;
    this.help = options.help;
    this.#labels = options.labels;
    this.#buckets = options.buckets ?? standardBuckets;
    register(registry, this);
  }

  /** A new series with these values of the labels, in their order. The caller keeps it: asked twice, there are two. */
  child(...values: readonly string[]): DurationsChild {
    const counts = new Float64Array(this.#buckets.length + 1);
    const series: Series = { labels: labelled(this.#labels, values), counts, sum: 0 };
    this.#series.push(series);
    const buckets = this.#buckets;
    return {
      observe: (milliseconds) => {
        const seconds = milliseconds / 1_000;
        let at = 0;
        while (at < buckets.length && seconds > (buckets[at] as number)) at += 1;
        counts[at] = (counts[at] as number) + 1;
        series.sum += seconds;
      },
    };
  }

  /** The values, as a registry asks for them: the counts of all buckets up to each. */
  async get() {
    const { name, help, type, aggregator } = this;
    return { name, help, type, aggregator, values: this.#series.flatMap((series) => this.#valuesOf(series)) };
  }

  #valuesOf({ labels, counts, sum }: Series) {
    let count = 0;
    const buckets = Array.from(counts, (inBucket, at) => {
      count += inBucket;
      const le = this.#buckets[at] ?? '+Inf';
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: count };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
