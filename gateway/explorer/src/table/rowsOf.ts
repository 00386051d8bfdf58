import { type Answer, isObject, type JsonObject, valueAt } from '../answer/Answer';
import type { TableSpec } from './TableSpec';

/** One row of a table: the object and where it stands in the answer. */
export interface Row {
  readonly object: JsonObject;
  /** Path in the answer, row numbers included. */
  readonly path: readonly (string | number)[];
  /** The row that it is nested in. */
  readonly parent?: Row;
}

function rowsUnder(root: unknown, spec: TableSpec, place: Pick<Row, 'path' | 'parent'>): readonly Row[] {
  const value = valueAt(root, spec.path);
  const path = [...place.path, ...spec.path];
  if (spec.single) return isObject(value) ? [{ object: value, path, parent: place.parent }] : [];
  if (!Array.isArray(value)) return [];
  return value.flatMap((object: unknown, index) =>
    isObject(object) ? [{ object, path: [...path, index], parent: place.parent }] : [],
  );
}

/** The rows of a table of the answer. */
export const rowsOf = (answer: Answer, spec: TableSpec): readonly Row[] =>
  rowsUnder(answer.data, spec, { path: [] });

/** The rows of a nested table under one row. */
export const nestedRowsOf = (parent: Row, spec: TableSpec): readonly Row[] =>
  rowsUnder(parent.object, spec, { path: parent.path, parent });

/** Whether the answer says anything of the table at all: a list, be it empty, or an object. */
export function isAnswered(answer: Answer, spec: TableSpec): boolean {
  const value = valueAt(answer.data, spec.path);
  return spec.single ? isObject(value) : Array.isArray(value);
}
