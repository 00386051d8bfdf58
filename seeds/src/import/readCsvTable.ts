import { CsvError, parse } from 'csv-parse/sync';
import { type ImportTable, InvalidImportError, type TableRow } from './ImportTable';

const names: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' };

function textOf(content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new InvalidImportError([
      {
        row: 0,
        column: '',
        reason: 'the file is not UTF-8. Save it as "CSV UTF-8", or send the .xlsx itself',
      },
    ]);
  }
}

/** The separator is the one that the header has most of; names of columns hold none. */
function separatorOf(header: string): string {
  const count = (separator: string) => header.split(separator).length;
  return Object.keys(names).reduce((best, each) => (count(each) > count(best) ? each : best), ',');
}

/**
 * Reads CSV (RFC 4180): UTF-8 with or without a byte order mark, separated by comma, semicolon or tab. Throws
 * InvalidImportError where it cannot be read, where it is empty, and for an export that says that it is not whole.
 */
export function readCsvTable(content: Buffer): ImportTable {
  const text = textOf(content);
  const hasMark = text.startsWith('\uFEFF');
  const body = hasMark ? text.slice(1) : text;
  const separator = separatorOf(/^[^\r\n]*/.exec(body)?.[0] ?? '');
  const records = recordsOf(body, separator);
  const [header = [], ...rows] = records;
  const incomplete = records.findIndex(([first = '']) => first.startsWith('#INCOMPLETE'));
  if (incomplete >= 0) {
    const reason = 'the file is an export that is not whole, as this line says. Export it again';
    throw new InvalidImportError([{ row: incomplete + 1, column: '', reason }]);
  }
  const hasDecimalComma = separator === ';';
  return {
    header: header.map((name) => name.trim()),
    rows: rows
      .map((cells, at): TableRow => ({ row: at + 2, cells }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== '')),
    hasDecimalComma,
    notes: [
      ...(hasMark ? ['it begins with a byte order mark, which is skipped'] : []),
      ...(separator === ',' ? [] : [`its columns are separated by ${names[separator]}`]),
      ...(hasDecimalComma ? ['a comma in a number is its decimal comma'] : []),
    ],
  };
}

function recordsOf(body: string, delimiter: string): string[][] {
  try {
    return parse(body, {
      delimiter,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = typeof error.lines === 'number' ? error.lines : 0;
    throw new InvalidImportError([{ row, column: '', reason: `this is not CSV: ${error.message}` }]);
  }
}
