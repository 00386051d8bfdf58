import type { OverrideChoice } from './Planner';

/** The choice for one request, and the key under which plans for it are kept. */
export interface ChosenOverrides {
  readonly overrides: OverrideChoice;
  readonly overrideKey: string;
}

/** Chooses which progressive overrides hold for a request: `percent(n)` for n of a hundred requests, other labels where the caller says so. */
export class Overrides {
  private readonly labels: readonly string[];
  private readonly thresholds: readonly number[];

  constructor(labels: readonly string[]) {
    const percents = labels.map((label) => Number(/^percent\((.+)\)$/.exec(label)?.[1]));
    this.labels = labels.filter((_label, index) => Number.isNaN(percents[index]));
    this.thresholds = percents.filter((percent) => !Number.isNaN(percent)).sort((a, b) => a - b);
  }

  /** `roll` is from 0 to below 100. All rolls between two thresholds are one choice, so that they share plans. */
  choose(given: ReadonlySet<string>, roll: number): ChosenOverrides {
    if (this.labels.length + this.thresholds.length === 0) return nothing;
    const labels = new Set(this.labels.filter((label) => given.has(label)));
    const below = this.thresholds.findLast((threshold) => threshold <= roll) ?? 0;
    return { overrides: { labels, roll: below }, overrideKey: `${[...labels].sort().join(',')}|${below}` };
  }
}

const nothing: ChosenOverrides = { overrides: { labels: new Set(), roll: 0 }, overrideKey: '' };
