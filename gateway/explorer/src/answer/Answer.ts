import type { DepartmentName } from '../shape/Shape';

/** A JSON object of an answer. */
export type JsonObject = { readonly [key: string]: unknown };

/** One error of an answer, with what a reader is told. */
export interface AnswerError {
  readonly message: string;
  readonly code?: string;
  readonly department?: DepartmentName;
  readonly sentence?: { readonly vi: string; readonly en: string };
  readonly path?: readonly (string | number)[];
}

/** The answer to an operation, possibly read over several pages. */
export interface Answer {
  readonly data: JsonObject | null;
  readonly errors: readonly AnswerError[];
  readonly extensions: JsonObject;
  /** When the first page arrived, ISO 8601. */
  readonly answeredAt: string;
  readonly tookMs: number;
}

/** Whether that is a JSON object, not a list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at that path; undefined where the way ends early. */
export function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isObject(value)) value = value[key];
    else return undefined;
  }
  return value;
}
