import type { Sheet, SheetColumn, SheetValue } from './Sheet';

/** Comma for machines; semicolon (with a decimal comma) for spreadsheets of the Vietnamese locale. */
export type CsvSeparator = ',' | ';';

/** A spreadsheet would run a text that begins like this as a formula. */
const formulaStart = /^[=+\-@\t\r]/;

function cellText(value: SheetValue, column: SheetColumn, separator: CsvSeparator): string {
  if (value === null) return '';
  const isNumber =
    typeof value === 'number' || (column.kind === 'decimal' && /^-?\d+(\.\d+)?$/.test(String(value)));
  if (isNumber) return separator === ';' ? String(value).replace('.', ',') : String(value);
  const text = String(value);
  return formulaStart.test(text) ? `'${text}` : text;
}

function quoted(text: string, separator: CsvSeparator): string {
  return text.includes(separator) || /["\r\n,;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The table as CSV after RFC 4180: UTF-8 with byte order mark, stable headers, ISO dates, integers without separators.
 * A table that is not whole ends with a line that says what is missing.
 */
export function toCsv(sheet: Sheet, separator: CsvSeparator): string {
  const lines = [sheet.columns.map((column) => quoted(column.id, separator))];
  for (const row of sheet.rows) {
    lines.push(
      sheet.columns.map((column, index) =>
        quoted(cellText(row[index] ?? null, column, separator), separator),
      ),
    );
  }
  if (!sheet.whole) lines.push([quoted(`#INCOMPLETE: ${sheet.shortfall}`, separator)]);
  return `\uFEFF${lines.map((line) => line.join(separator)).join('\r\n')}\r\n`;
}
