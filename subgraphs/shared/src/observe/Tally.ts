import type { Metric, Registry } from 'prom-client';

/** One series of a counter. Adding to it costs one addition. */
export interface TallyChild {
  add(amount?: number): void;
}

/** What a family of series is called, and by which labels its series differ. */
export interface FamilyOptions {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  value: number;
}

/**
 * A counter whose series are looked up once and then cost one addition each: the counters of prom-client look their series
 * up by a text of all labels at every increase.
 */
export class Tally {
  readonly type = 'counter';
  readonly aggregator = 'sum';
  readonly name: string;
  readonly help: string;
  readonly #labels: readonly string[];
  readonly #series: Series[] = [];

  constructor(registry: Registry, { name, help, labels }: FamilyOptions) {
    this.name = name;
    this.help = help;
    this.#labels = labels;
    register(registry, this);
  }

  /** A new series with these values of the labels, in their order. The caller keeps it: asked twice, there are two. */
  child(...values: readonly string[]): TallyChild {
    const series: Series = { labels: labelled(this.#labels, values), value: 0 };
    this.#series.push(series);
    return {
      add: (amount = 1) => {
        series.value += amount;
      },
    };
  }

  /** The values, as a registry asks for them. */
  async get() {
    const { name, help, type, aggregator } = this;
    return { name, help, type, aggregator, values: this.#series.map((series) => ({ ...series })) };
  }
}

/** The values by the names of their labels. */
export function labelled(
  names: readonly string[],
  values: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']));
}

/** Adds a metric that is none of prom-client's own classes: a registry asks it for nothing but `name` and `get`. */
export function register(
  registry: Registry,
  metric: { readonly name: string; get(): Promise<unknown> },
): void {
  registry.registerMetric(metric as unknown as Metric);
}
