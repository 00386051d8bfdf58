import readSheets from 'read-excel-file/node';
import { type Cell, type ImportTable, InvalidImportError, type TableRow } from './ImportTable';

/** Numbers of a spreadsheet are binary; their shortest decimal is what was typed. */
function shortest(text: string): string {
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : text;
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return '';
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}

/**
 * Reads the first sheet of an .xlsx file. Dates are taken from date cells, numbers as they were typed. Throws
 * InvalidImportError where it cannot be read.
 */
export async function readXlsxTable(content: Buffer): Promise<ImportTable> {
  const sheets = await readSheets<string>(content, { parseNumber: shortest }).catch((error: Error) => {
    throw new InvalidImportError([
      { row: 0, column: '', reason: `this is not an .xlsx file: ${error.message}` },
    ]);
  });
  const [first, ...others] = sheets;
  const [header = [], ...rows] = first?.data ?? [];
  return {
    header: header.map((name) => cellOf(name).trim()),
    rows: rows
      .map((cells, at): TableRow => ({ row: at + 2, cells: cells.map(cellOf) }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== '')),
    hasDecimalComma: false,
    notes: others.length > 0 ? [`only its first sheet, "${first?.sheet}", is read`] : [],
  };
}
