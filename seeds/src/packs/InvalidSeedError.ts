/** One mistake in a pack, with where it is. */
export interface SeedProblem {
  /** Path below the repository, e.g. seeds/facts/finance/allocations.json. */
  readonly file: string;
  /** Counts the rows of the file from 1; null where the mistake is in the file as a whole. */
  readonly row: number | null;
  /** `_id` of the row, where it has one. */
  readonly id?: string;
  /** Path of the column, e.g. amount.qualifier or citations[0].label. */
  readonly column?: string;
  /** What is wrong and what would be right. */
  readonly reason: string;
}

/** Thrown when packs have mistakes: all of them are named, and nothing has been loaded. */
export class InvalidSeedError extends Error {
  /** Code of the registry. */
  readonly code = 'INVALID_SEED';

  constructor(readonly problems: readonly SeedProblem[]) {
    super(
      `The seed packs have ${problems.length} mistake(s); nothing was loaded:\n` +
        problems.map((each) => `  - ${describeProblem(each)}`).join('\n'),
    );
    this.name = 'InvalidSeedError';
  }
}

/** One line: file, row, column, reason. */
export function describeProblem({ file, row, id, column, reason }: SeedProblem): string {
  const place = [file];
  if (row !== null) place.push(`row ${row}${id ? ` (${id})` : ''}`);
  if (column) place.push(`column ${column}`);
  return `${place.join(', ')}: ${reason}`;
}
