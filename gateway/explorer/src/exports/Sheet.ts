import type { ValueKind } from '../shape/Shape';

/** A value of an exported cell; null is an empty cell: the graph has no value. */
export type SheetValue = string | number | boolean | null;

/** A column of an exported table. */
export interface SheetColumn {
  /** Stable snake-case header. */
  readonly id: string;
  readonly kind: ValueKind;
  /** Path of labels in the reader's language, for the list of columns. */
  readonly label: string;
  readonly department: string;
}

/** One table, flat, as it is exported. */
export interface Sheet {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly SheetValue[])[];
  /** How many rows the graph has; undefined where it does not say. */
  readonly total?: number;
  /** Whether all rows are here and every department answered. */
  readonly whole: boolean;
  /** What is missing where it is not whole; in English, like the headers. */
  readonly shortfall?: string;
  readonly illustrative: boolean;
  /** Sum of each column of amounts, in đồng, by header. */
  readonly sums: Readonly<Record<string, number>>;
}

/** A source that an exported row cites. */
export interface SheetSource {
  readonly label: string;
  readonly clause: string;
  readonly quote: string;
  readonly url: string;
}
