/** A cell as the file has it: text, or the day of a date cell of a spreadsheet (YYYY-MM-DD); empty where it holds nothing. */
export type Cell = string;

/** A row of the file; 1 is the header, as a spreadsheet counts. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** What stands in a file, before any of it is understood. */
export interface ImportTable {
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
  /** True where 99,86 is a decimal: in files that are separated by semicolons. */
  readonly hasDecimalComma: boolean;
  /** What was tolerated, to be told to the reader. */
  readonly notes: readonly string[];
}

/** A mistake in a file; `row` 0 speaks of the file as a whole. */
export interface ImportProblem {
  readonly row: number;
  readonly column: string;
  readonly reason: string;
}

/** Thrown when an import is refused as a whole: nothing was loaded, `problems` names every mistake. */
export class InvalidImportError extends Error {
  /** Code of the registry. */
  readonly code = 'INVALID_INPUT';

  constructor(readonly problems: readonly ImportProblem[]) {
    const brokenRows = new Set(problems.map(({ row }) => row)).size;
    super(`${problems.length} mistake(s) in ${brokenRows} row(s); nothing was loaded`);
    this.name = 'InvalidImportError';
  }
}
