/** The name of a department's subgraph. */
export type DepartmentName = string;

/** How the value of a leaf, or of an object that reads as one value, is shown and exported. */
export type ValueKind =
  | 'text'
  | 'id'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'localized'
  | 'period'
  | 'unit'
  | 'date'
  | 'instant'
  | 'timePeriod'
  | 'enum'
  | 'boolean'
  | 'url';

/** One selected field of an operation, with what the page must know to show it. */
export interface ShapeField {
  /** The key of the answer: the alias where there is one. */
  readonly key: string;
  /** The name of the field in the schema. */
  readonly field: string;
  /** The named type, without lists and non-null. */
  readonly type: string;
  readonly list: boolean;
  /** The department that answers for it. */
  readonly owner: DepartmentName;
  /** Set where the field reads as one value. */
  readonly value?: ValueKind;
  /** Set where the field is an object with rows or values of its own. */
  readonly fields?: readonly ShapeField[];
  /** The description of the schema. */
  readonly about?: string;
  /** Asked for by the page (status, source, paging), not by the author of the question: never a column. */
  readonly hidden?: true;
}

/** A variable of an operation, ready for a form. */
export interface ShapeVariable {
  readonly name: string;
  /** As written in the operation, e.g. `[PaymentKind!]!`. */
  readonly type: string;
  readonly namedType: string;
  readonly list: boolean;
  readonly required: boolean;
  readonly defaultValue?: unknown;
  /** The values of an enum. */
  readonly values?: readonly string[];
  /** The fields of an input object, by name, with their types. */
  readonly inputFields?: Readonly<Record<string, string>>;
}

/** A list that can be read on from a cursor. */
export interface PagedList {
  /** Response keys from the root to the connection. */
  readonly path: readonly string[];
  /** The variable that takes the cursor. */
  readonly cursorVariable: string;
  /** The variable that takes the page size, where the operation has one. */
  readonly sizeVariable?: string;
}

/** An operation as the page runs it. */
export interface Shape {
  readonly operationName: string;
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly variables: readonly ShapeVariable[];
  readonly fields: readonly ShapeField[];
  readonly paged: readonly PagedList[];
}
