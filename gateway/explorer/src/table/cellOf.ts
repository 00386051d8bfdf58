import { type Answer, type AnswerError, isObject, type JsonObject, valueAt } from '../answer/Answer';
import type { DepartmentName } from '../shape/Shape';
import type { Row } from './rowsOf';
import type { Column, Scope } from './TableSpec';

/**
 * What a cell holds. `missing`: the graph has no value; `absent`: the object that would have it is missing, and another
 * column says so; `down`: the department that would know did not answer; `withheld`: it needs a role that the reader lacks.
 */
export type Cell =
  | { readonly state: 'value'; readonly value: unknown }
  | { readonly state: 'missing' }
  | { readonly state: 'absent' }
  | { readonly state: 'withheld' }
  | { readonly state: 'down'; readonly department: DepartmentName };

/** The errors of an answer, arranged to be looked up by cell. */
export interface Failures {
  readonly departments: ReadonlySet<DepartmentName>;
  readonly byPath: ReadonlyMap<string, AnswerError>;
  /** Paths without row numbers: what a reader may not see he may see in no row. */
  readonly withheld: ReadonlySet<string>;
}

/** Nothing failed. */
export const noFailures: Failures = { departments: new Set(), byPath: new Map(), withheld: new Set() };

/** Whether the error says that the reader may not see a field, whoever refused it. */
export const isWithheld = ({ code }: AnswerError): boolean => code === 'UNAUTHORIZED_FIELD_OR_TYPE';

const placeOf = (path: readonly (string | number)[]): readonly (string | number)[] =>
  path.filter((key) => typeof key === 'string');

/** Arranges the errors of an answer. */
export function failuresOf(answer: Answer): Failures {
  const departments = new Set<DepartmentName>();
  const byPath = new Map<string, AnswerError>();
  const withheld = new Set<string>();
  for (const error of answer.errors) {
    if (isWithheld(error)) {
      if (error.path) withheld.add(placeOf(error.path).join('/'));
      continue;
    }
    if (error.department) departments.add(error.department);
    if (error.path) byPath.set(error.path.join('/'), error);
  }
  return { departments, byPath, withheld };
}

function failedDepartment(failures: Failures, path: readonly (string | number)[], owner: DepartmentName) {
  for (let length = path.length; length > 0; length -= 1) {
    const department = failures.byPath.get(path.slice(0, length).join('/'))?.department;
    if (department) return department;
  }
  return failures.departments.has(owner) ? owner : undefined;
}

function isWithheldAt({ withheld }: Failures, path: readonly (string | number)[]): boolean {
  if (withheld.size === 0) return false;
  const place = placeOf(path);
  return place.some((_, index) => withheld.has(place.slice(0, index + 1).join('/')));
}

/** What the cell of that row and column holds. */
export function cellOf(row: Row, column: Column, failures: Failures): Cell {
  const value = valueAt(row.object, column.path);
  if (value !== null && value !== undefined) return { state: 'value', value };
  const path = [...row.path, ...column.path];
  if (isWithheldAt(failures, path)) return { state: 'withheld' };
  const department = failedDepartment(failures, path, column.owner);
  if (department) return { state: 'down', department };
  return { state: isToldByAnother(row, column) ? 'absent' : 'missing' };
}

function isToldByAnother(row: Row, column: Column): boolean {
  for (let length = 1; length < column.path.length; length += 1) {
    const around = column.path.slice(0, length);
    if (valueAt(row.object, around) === null) return !column.leads?.includes(around.join('.'));
  }
  return false;
}

/** A source as a row carries it. */
export interface Citation {
  readonly label: string;
  readonly clause: string;
  readonly quote?: string;
  readonly url?: string;
}

/** What is known of the truth of a value. */
export interface Truth {
  /** Statuses with their number of rows: one for a row, several for a total. */
  readonly statuses: readonly { readonly status: string; readonly count?: number }[];
  readonly citations: readonly Citation[];
  readonly note?: { readonly vi: string; readonly en?: string | null };
  /** Set where another department than the row's own worked the value out. */
  readonly computedBy?: DepartmentName;
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

function truthOfProvenance(provenance: JsonObject): Truth {
  const citations = Array.isArray(provenance.citations) ? provenance.citations.filter(isObject) : [];
  const note = isObject(provenance.note) ? provenance.note : undefined;
  return {
    statuses: [{ status: String(provenance.status) }],
    citations: citations.map((each) => ({
      label: text(each.label) ?? '',
      clause: text(each.clause) ?? '',
      quote: text(each.quote),
      url: text(each.url),
    })),
    note: note && { vi: String(note.vi), en: text(note.en) },
  };
}

function truthOfBreakdown(breakdown: readonly unknown[]): Truth {
  const parts = breakdown.filter(isObject);
  return {
    statuses: parts.map((part) => ({ status: String(part.status), count: Number(part.count) })),
    citations: [],
  };
}

function truthAt(object: unknown, scope: Scope): Truth | undefined {
  const holder = valueAt(object, scope.path);
  if (!isObject(holder)) return undefined;
  if (scope.kind === 'breakdown') {
    return Array.isArray(holder.factBreakdown) ? truthOfBreakdown(holder.factBreakdown) : undefined;
  }
  return isObject(holder.provenance) ? truthOfProvenance(holder.provenance) : undefined;
}

/** The truth of a whole row; undefined where neither it nor a row around it carries a status. */
export function truthOfRow(row: Row, scope: Scope | undefined): Truth | undefined {
  const own = scope && truthAt(row.object, scope);
  if (own) return own;
  const above = row.parent?.object;
  if (!above || !row.parent) return undefined;
  return truthAt(above, { path: [], kind: 'provenance', owner: '' }) ?? truthOfRow(row.parent, undefined);
}

/** The truth of a row that is shown beside it: its own, or else that of the objects inside it, taken together. */
export function truthBesideRow(
  row: Row,
  columns: readonly Column[],
  scope: Scope | undefined,
): Truth | undefined {
  const own = truthOfRow(row, scope);
  if (own) return own;
  const statuses = new Set<string>();
  for (const column of columns) {
    const inside =
      column.scope && column.scope.path.length > 0 ? truthAt(row.object, column.scope) : undefined;
    for (const { status } of inside?.statuses ?? []) statuses.add(status);
  }
  if (statuses.size === 0) return undefined;
  return { statuses: [...statuses].map((status) => ({ status })), citations: [] };
}

/** The truth of one value of a row. */
export function truthOfCell(row: Row, column: Column): Truth | undefined {
  const { scope } = column;
  const truth = truthOfRow(row, scope);
  if (!truth || !scope || scope.kind === 'breakdown' || scope.owner === column.owner) return truth;
  return { ...truth, computedBy: column.owner };
}

/** Whether anything that this truth speaks of is made up. */
export const isIllustrative = (truth: Truth | undefined): boolean =>
  truth?.statuses.some(({ status }) => status === 'ILLUSTRATIVE') ?? false;
