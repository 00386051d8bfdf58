import { type Answer, isObject, type JsonObject } from '../answer/Answer';
import { rowsRead } from '../answer/appendPage';
import {
  cellOf,
  type Failures,
  failuresOf,
  isIllustrative,
  type Truth,
  truthOfCell,
  truthOfRow,
} from '../table/cellOf';
import { nestedRowsOf, type Row, rowsOf } from '../table/rowsOf';
import type { Column, TableSpec } from '../table/TableSpec';
import type { Sheet, SheetColumn, SheetSource, SheetValue } from './Sheet';

/** Words for the list of columns. */
export interface SheetWords {
  readonly labelOf: (fields: readonly string[]) => string;
}

interface Part {
  readonly column: SheetColumn;
  readonly read: (value: unknown) => SheetValue;
}

/** A column of the table or of one around it, with the way from a row to the row that holds it. */
interface Source {
  readonly column: Column;
  readonly rowOf: (row: Row) => Row;
  readonly parts: readonly Part[];
}

const scalar = (value: unknown): SheetValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

const memberOf = (name: string) => (value: unknown) => (isObject(value) ? scalar(value[name]) : null);

const readUnitName = (value: unknown): SheetValue =>
  isObject(value) && isObject(value.name) ? scalar(value.name.vi) : null;

/** What stands for a nested row in one cell: its first text. */
function briefOf(row: JsonObject): string {
  for (const value of Object.values(row)) {
    if (typeof value === 'string') return value;
    if (isObject(value) && typeof value.vi === 'string') return value.vi;
  }
  return '';
}

function readList(value: unknown): SheetValue {
  const list = isObject(value) && Array.isArray(value.nodes) ? value.nodes : value;
  if (!Array.isArray(list)) return scalar(list);
  return list.map((each) => (isObject(each) ? briefOf(each) : String(each))).join('; ');
}

function partsOf(column: Column, prefix: string, words: SheetWords): readonly Part[] {
  const label = words.labelOf(column.fields);
  const id = `${prefix}${column.id}`;
  const part = (suffix: string, kind: SheetColumn['kind'], read: Part['read']): Part => ({
    column: { id: `${id}${suffix}`, kind, label, department: column.owner },
    read,
  });
  if (column.list) return [part('', 'text', readList)];
  switch (column.value) {
    case 'money':
      if (column.type === 'VND') return [part('_vnd', 'money', scalar)];
      return [part('_vnd', 'money', memberOf('amount')), part('_qualifier', 'enum', memberOf('qualifier'))];
    case 'localized':
      return [part('_vi', 'text', memberOf('vi')), part('_en', 'text', memberOf('en'))];
    case 'unit':
      return [part('_code', 'id', memberOf('code')), part('_name', 'text', (value) => readUnitName(value))];
    case 'period':
      return [part('_start', 'date', memberOf('startDate')), part('_end', 'date', memberOf('endDate'))];
    default:
      return [part('', column.value, scalar)];
  }
}

function statusText(truth: Truth | undefined): string {
  return (truth?.statuses ?? [])
    .map(({ status, count }) => (count === undefined ? status : `${status}:${count}`))
    .join(';');
}

const sourceText = (truth: Truth | undefined) =>
  (truth?.citations ?? []).map(({ label, clause }) => `${label} ${clause}`.trim()).join('; ');

function readCells(row: Row, source: Source, failures: Failures): readonly SheetValue[] {
  const cell = cellOf(source.rowOf(row), source.column, failures);
  if (cell.state === 'down') return source.parts.map(() => `DEPARTMENT_UNAVAILABLE:${cell.department}`);
  if (cell.state === 'withheld') return source.parts.map(() => 'UNAUTHORIZED_FIELD_OR_TYPE');
  return source.parts.map((part) => (cell.state === 'value' ? part.read(cell.value) : null));
}

const statusColumns = (words: SheetWords): readonly SheetColumn[] => [
  { id: 'fact_status', kind: 'enum', label: words.labelOf(['provenance', 'status']), department: '' },
  { id: 'source', kind: 'text', label: words.labelOf(['provenance']), department: '' },
];

function sumsOf(columns: readonly SheetColumn[], rows: Sheet['rows']): Record<string, number> {
  const sums: Record<string, number> = {};
  columns.forEach((column, index) => {
    if (column.kind !== 'money') return;
    sums[column.id] = rows.reduce(
      (sum, row) => sum + (typeof row[index] === 'number' ? Number(row[index]) : 0),
      0,
    );
  });
  return sums;
}

function shortfallOf(counts: { read: number; total?: number }, failures: Failures): string | undefined {
  const missing: string[] = [];
  if (counts.total !== undefined && counts.read < counts.total)
    missing.push(`${counts.read} of ${counts.total} rows`);
  if (failures.departments.size > 0) {
    missing.push(`no answer from ${[...failures.departments].sort().join(', ')}`);
  }
  if (failures.withheld.size > 0) missing.push("cells that need a department's role");
  return missing.length > 0 ? missing.join('; ') : undefined;
}

interface SheetInput {
  readonly spec: TableSpec;
  readonly id: string;
  readonly rows: readonly Row[];
  readonly sources: readonly Source[];
  readonly counts: { read: number; total?: number };
}

/** Whether any part of the row is made up: the row itself, or a value that another row vouches for. */
function rowIsIllustrative(row: Row, spec: TableSpec): boolean {
  if (isIllustrative(truthOfRow(row, spec.rowScope))) return true;
  return spec.columns.some((column) => column.scope && isIllustrative(truthOfCell(row, column)));
}

function sheetOf(input: SheetInput, failures: Failures, words: SheetWords): Sheet {
  const { spec, rows, sources, counts } = input;
  const columns = [
    ...sources.flatMap((source) => source.parts.map((part) => part.column)),
    ...statusColumns(words),
  ];
  const values = rows.map((row) => {
    const truth = truthOfRow(row, spec.rowScope);
    const cells = sources.flatMap((source) => readCells(row, source, failures));
    return [...cells, statusText(truth), sourceText(truth)];
  });
  const shortfall = shortfallOf(counts, failures);
  return {
    id: input.id,
    title: words.labelOf(spec.fields),
    columns,
    rows: values,
    total: counts.total,
    whole: shortfall === undefined,
    shortfall,
    illustrative: rows.some((row) => rowIsIllustrative(row, spec)),
    sums: sumsOf(columns, values),
  };
}

function sourcesOf(spec: TableSpec, prefix: string, words: SheetWords): readonly Source[] {
  return spec.columns.map((column) => ({
    column,
    rowOf: (row: Row) => row,
    parts: partsOf(column, prefix, words),
  }));
}

function nestedSheets(outer: SheetInput, failures: Failures, words: SheetWords): readonly Sheet[] {
  const around = outer.sources
    .filter((source) => !source.column.list)
    .map((source) => ({ ...source, rowOf: (row: Row) => source.rowOf(row.parent ?? row) }));
  return outer.spec.columns.flatMap((column) => {
    const spec = column.nested;
    if (!spec) return [];
    const rows = outer.rows.flatMap((row) => nestedRowsOf(row, spec));
    const totals = outer.rows.map(
      (row) => rowsRead({ data: row.object } as Answer, spec.connection ?? []).total,
    );
    const total = totals.reduce<number>((sum, each) => sum + (each ?? 0), 0);
    const counts = {
      read: rows.length,
      total: spec.connection && totals.some((each) => each) ? total : undefined,
    };
    const id = `${outer.id}_${spec.id}`;
    const sources = [...around, ...sourcesOf(spec, `${spec.id}_`, words)];
    const input: SheetInput = { spec, id, rows, sources, counts };
    return [sheetOf(input, failures, words), ...nestedSheets(input, failures, words)];
  });
}

/**
 * The answer as flat tables, one a list: never a cross product. A nested list is a table of its own with the values of
 * the rows around it repeated. Amounts are whole đồng; what no department answered for says so in the cell.
 */
export function sheetsOf(answer: Answer, specs: readonly TableSpec[], words: SheetWords): readonly Sheet[] {
  const failures = failuresOf(answer);
  return specs.flatMap((spec) => {
    const rows = rowsOf(answer, spec);
    const counts = spec.connection ? rowsRead(answer, spec.connection) : { read: rows.length };
    const input: SheetInput = { spec, id: spec.id, rows, sources: sourcesOf(spec, '', words), counts };
    return [sheetOf(input, failures, words), ...nestedSheets(input, failures, words)];
  });
}

/** Every source that the answer cites, once. */
export function sourcesCited(answer: Answer): readonly SheetSource[] {
  const found = new Map<string, SheetSource>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isObject(value)) return;
    if (typeof value.clause === 'string') {
      const text = (part: unknown) => (typeof part === 'string' ? part : '');
      const source = {
        label: text(value.label),
        clause: value.clause,
        quote: text(value.quote),
        url: text(value.url),
      };
      found.set(JSON.stringify(source), source);
    }
    Object.values(value).forEach(visit);
  };
  visit(answer.data);
  return [...found.values()].sort((one, other) =>
    one.clause.localeCompare(other.clause, 'en', { numeric: true }),
  );
}
