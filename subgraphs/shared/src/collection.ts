import type { IndexSpecification } from 'mongodb';
import type { z } from 'zod';
import type { Row } from './records';

/** An index that a collection declares: equality fields first, then sort, then range. */
export interface IndexDefinition {
  readonly key: IndexSpecification & Record<string, 1 | -1>;
  readonly unique?: boolean;
}

/** One collection of a department: its name, the shape of its rows, and every index its queries rely on. */
export interface CollectionDefinition<T extends Row = Row> {
  readonly name: string;
  /** Checks and types a row; seeds and imports report each mistake with row and column. */
  readonly schema: z.ZodType<T>;
  readonly indexes: readonly IndexDefinition[];
  /**
   * Fields that are computed from others and stored for sorting or searching (a sort key, accent-stripped words).
   * Applied to every row before it is written, by seeds and commands alike, so that they cannot disagree.
   */
  readonly derive?: (row: T) => Record<string, unknown>;
}

/** Any department's collection, where the type of its rows does not matter: every `CollectionDefinition` is one. */
export interface AnyCollection {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly indexes: readonly IndexDefinition[];
  readonly derive?: (row: never) => Record<string, unknown>;
}
