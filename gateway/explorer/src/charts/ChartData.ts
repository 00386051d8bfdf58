/** One plotted value; null leaves a gap: nothing is known there. */
export type ChartValue = number | null;

/** What a chart is drawn from, whatever draws it. */
export interface ChartData {
  readonly kind: 'phases' | 'months' | 'bars' | 'series';
  /** Amounts in đồng, or plain numbers with their unit. */
  readonly unit: 'money' | 'number';
  readonly categories: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly ChartValue[];
    /** Drawn as single marks rather than bars or a line. */
    readonly marks?: boolean;
    readonly role?: 'target' | 'targetOld' | 'actual' | 'revision' | 'baseline';
  }[];
  /** Whether any plotted value is made up. */
  readonly illustrative: boolean;
  /** Set where only the largest rows are drawn. */
  readonly shownOf?: { readonly shown: number; readonly total: number };
}
