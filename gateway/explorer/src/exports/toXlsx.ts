import writeXlsxFile, { type Cell, type Row } from 'write-excel-file/universal';
import type { GlossaryTerm } from '../questions/Question';
import type { Sheet, SheetColumn, SheetSource, SheetValue } from './Sheet';

/** What goes into a workbook beside the tables. */
export interface WorkbookFacts {
  /** Name and value, one a line of the sheet "About". */
  readonly about: readonly (readonly [string, string])[];
  readonly glossary: readonly GlossaryTerm[];
  readonly sources: readonly SheetSource[];
}

const heading = (value: string): Cell => ({ value, fontWeight: 'bold', backgroundColor: '#e8edf3' });

const wordy = (value: string): Cell =>
  value ? { value, type: String, wrap: true, alignVertical: 'top' } : null;

function dataCell(value: SheetValue, column: SheetColumn): Cell {
  if (value === null) return null;
  if (typeof value === 'number')
    return { value, type: Number, format: column.kind === 'money' ? '#,##0' : undefined };
  if (column.kind === 'decimal' && /^-?\d{1,15}(\.\d+)?$/.test(String(value))) {
    return { value: Number(value), type: Number };
  }
  // Identifiers stay text, so that no leading zero is lost.
  return { value: String(value), type: String };
}

/** A name that a spreadsheet accepts (31 characters, none of []:*?/\) and that is not taken. */
function sheetName(wanted: string, taken: Set<string>): string {
  const clean = wanted.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
  let name = clean;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${clean.slice(0, 28)} ${number}`;
  taken.add(name.toLowerCase());
  return name;
}

function dataSheet(sheet: Sheet): Row[] {
  const rows: Row[] = sheet.rows.map((row) =>
    sheet.columns.map((column, index) => dataCell(row[index] ?? null, column)),
  );
  if (!sheet.whole)
    rows.push([{ value: `#INCOMPLETE: ${sheet.shortfall}`, type: String, fontWeight: 'bold' }]);
  return [sheet.columns.map((column) => heading(column.id)), ...rows];
}

function aboutSheet(sheets: readonly Sheet[], facts: WorkbookFacts): Row[] {
  const line = (...texts: readonly string[]): Row => texts.map(wordy);
  const tables = sheets.map((sheet) => [
    line(
      sheet.id,
      `${sheet.rows.length} rows, ${sheet.whole ? 'complete' : `INCOMPLETE: ${sheet.shortfall}`}`,
    ),
    ...Object.entries(sheet.sums).map(([id, sum]) => line(`  Σ ${id}`, String(sum))),
  ]);
  const columns = new Map(sheets.flatMap((sheet) => sheet.columns).map((column) => [column.id, column]));
  return [
    [heading('about'), heading('')],
    ...facts.about.map(([name, value]) => line(name, value)),
    [heading('tables and totals'), heading('')],
    ...tables.flat(),
    [heading('columns'), heading('')],
    ...[...columns.values()].map(({ id, label, department }) =>
      line(id, department ? `${label} (${department})` : label),
    ),
  ];
}

/** A workbook with the tables first, then what they are, the words used, and the sources cited. */
export function toXlsx(sheets: readonly Sheet[], facts: WorkbookFacts): Promise<Blob> {
  const taken = new Set(['about', 'glossary', 'sources']);
  const data = sheets.map((sheet, index) => ({
    data: dataSheet(sheet),
    sheet: sheetName(index === 0 ? 'Data' : sheet.id, taken),
    stickyRowsCount: 1,
    columns: sheet.columns.map((column) => ({
      width: column.kind === 'text' || column.kind === 'localized' ? 32 : 18,
    })),
  }));
  const glossary: Row[] = facts.glossary.map((term) => [
    wordy(term.vi),
    wordy(term.en),
    wordy(term.definition.vi),
    wordy(term.definition.en),
    wordy(term.standard ?? ''),
  ]);
  const sources: Row[] = facts.sources.map((source) => [
    wordy(source.label),
    wordy(source.clause),
    wordy(source.quote),
    wordy(source.url),
  ]);
  const widths = (...list: readonly number[]) => list.map((width) => ({ width }));
  return writeXlsxFile([
    ...data,
    { data: aboutSheet(sheets, facts), sheet: 'About', columns: widths(32, 90) },
    {
      data: [['vi', 'en', 'definition_vi', 'definition_en', 'standard'].map(heading), ...glossary],
      sheet: 'Glossary',
      columns: widths(28, 28, 60, 60, 36),
    },
    {
      data: [['label', 'clause', 'quote', 'url'].map(heading), ...sources],
      sheet: 'Sources',
      columns: widths(40, 12, 90, 40),
    },
  ]).toBlob();
}
