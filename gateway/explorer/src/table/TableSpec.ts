import type { DepartmentName, ShapeField, ValueKind } from '../shape/Shape';

/** Where the status of a value is found: the nearest row above it that carries provenance or a breakdown. */
export interface Scope {
  /** Response keys from the row to the object that carries it. */
  readonly path: readonly string[];
  readonly kind: 'provenance' | 'breakdown';
  /** The department that vouches for it. */
  readonly owner: DepartmentName;
}

/** One column of a table. */
export interface Column {
  /** Stable snake-case name, as in exports. */
  readonly id: string;
  /** Response keys from the row to the value. */
  readonly path: readonly string[];
  /** Field names of that path, for labels. */
  readonly fields: readonly string[];
  readonly value: ValueKind;
  readonly type: string;
  /** A list of values, or a nested table shown in brief. */
  readonly list: boolean;
  readonly owner: DepartmentName;
  readonly about?: string;
  /** Joined paths of the objects of which it is the first column: it speaks for them where they are missing. */
  readonly leads?: readonly string[];
  readonly scope?: Scope;
  /** The parts that the author selected, of a value that is exported in parts (money, texts, periods). */
  readonly parts?: readonly string[];
  /** Set where the cell stands for the rows of a nested table. */
  readonly nested?: TableSpec;
}

/** A table of an answer: one row an element of a list, or one row in all. */
export interface TableSpec {
  /** Stable snake-case name, as in exports. */
  readonly id: string;
  /** Response keys from the root (or, nested, from the row of the parent) to the list or the object. */
  readonly path: readonly string[];
  /** Field names of that path, for labels. */
  readonly fields: readonly string[];
  readonly single: boolean;
  readonly columns: readonly Column[];
  readonly owner: DepartmentName;
  /** Response path of the connection around the list, where there is one. */
  readonly connection?: readonly string[];
  /** Totals that stand beside the list, e.g. its number of rows. */
  readonly totals: readonly ShapeField[];
  /** Set where the connection carries a breakdown by kind of truth. */
  readonly breakdown?: boolean;
  readonly rowScope?: Scope;
}
