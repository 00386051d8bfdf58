import { type CellReading, type Column, type ImportValue, readCell } from './columns';
import type { ImportRow } from './ImportKind';
import { type ImportProblem, type ImportTable, InvalidImportError, type TableRow } from './ImportTable';

/** The rows that could be read as far as they could, and every mistake of a single cell. */
export interface ParsedRows {
  readonly rows: readonly ImportRow[];
  readonly problems: readonly ImportProblem[];
}

/** Mistakes of the header: columns that are needed and missing, unknown, or there twice. */
function headerProblems(header: readonly string[], columns: readonly Column[]): ImportProblem[] {
  const known = columns.map(({ name }) => name);
  const add = (column: string, reason: string): ImportProblem => ({ row: 1, column, reason });
  const missing = columns.filter(({ name, isRequired }) => isRequired && !header.includes(name));
  const unknown = header.filter((name) => !known.includes(name));
  const repeated = header.filter((name, at) => header.indexOf(name) < at);
  return [
    ...missing.map(({ name }) => add(name, 'the column is missing')),
    ...unknown.map((name) => add(name, `there is no such column. Known: ${known.join(', ')}`)),
    ...repeated.map((name) => add(name, 'the column is there twice')),
  ];
}

/**
 * Reads every cell of a table. Throws InvalidImportError for a header that is not the one of these columns (their order
 * is free) and for a table without rows.
 */
export function parseRows(table: ImportTable, columns: readonly Column[], now: Date): ParsedRows {
  const { header, rows, hasDecimalComma } = table;
  const mistaken = headerProblems(header, columns);
  if (mistaken.length > 0) throw new InvalidImportError(mistaken);
  if (rows.length === 0) {
    throw new InvalidImportError([{ row: 0, column: '', reason: 'the file has no rows below its header' }]);
  }
  const problems: ImportProblem[] = [];
  const parsed = rows.map((row) => parseRow(row, { header, columns, problems, hasDecimalComma, now }));
  return { rows: parsed, problems };
}

interface RowReading extends CellReading {
  readonly header: readonly string[];
  readonly columns: readonly Column[];
  readonly problems: ImportProblem[];
}

function parseRow({ row, cells }: TableRow, reading: RowReading): ImportRow {
  const { header, columns, problems } = reading;
  if (cells.slice(header.length).some((cell) => cell.trim() !== '')) {
    problems.push({
      row,
      column: '',
      reason: `the row has ${cells.length} cells, the header ${header.length}`,
    });
  }
  const values: Record<string, ImportValue> = {};
  for (const column of columns) {
    const at = header.indexOf(column.name);
    const result = readCell(cells[at] ?? '', column, reading);
    if ('reason' in result) problems.push({ row, column: column.name, reason: result.reason });
    values[column.name] = 'value' in result ? result.value : null;
  }
  return { row, values };
}
