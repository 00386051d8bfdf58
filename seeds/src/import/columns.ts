import { dayInHanoi, daysOfPeriod, isCalendarDate } from '@lien-thong/subgraph-kit';
import type { Cell } from './ImportTable';

/** How the text of a cell is understood. */
export type ColumnType =
  | 'id'
  | 'text'
  /** Whole đồng, above zero. */
  | 'dong'
  /** A whole number above zero. */
  | 'whole'
  | 'decimal'
  | 'day'
  /** A day that is not in the future. */
  | 'pastDay'
  /** SDMX time period. */
  | 'period'
  | { readonly oneOf: readonly string[] };

/** A column of a kind of import. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly isRequired?: boolean;
  /** What stands in it, for the template. */
  readonly about: string;
  /** A value that would be right. */
  readonly example: string;
}

/** A value of a row; null for an empty cell. */
export type ImportValue = string | number | null;

/** What reading a cell depends on. */
export interface CellReading {
  readonly hasDecimalComma: boolean;
  readonly now: Date;
}

/** A value, or why the cell holds none. */
export type CellResult = { readonly value: ImportValue } | { readonly reason: string };

const wrong = (expected: string, found: string): CellResult => ({ reason: `${expected} (found ${found})` });

function dongOf(text: string): CellResult {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value > 0) return { value };
  if (/^-\d/.test(text) || /^0+$/.test(text)) {
    return wrong('an amount is above zero for every kind; the kind says which way the money goes', text);
  }
  return wrong('an amount is a whole number of đồng without separators, at most 9007199254740991', text);
}

function decimalOf(text: string, { hasDecimalComma }: CellReading): CellResult {
  const expected = 'a decimal is written in digits with one point, as 99.86';
  // 1,234 may be one thousand or one and a bit; where commas separate the columns nobody can tell.
  if (!hasDecimalComma && /^-?\d+,\d{3}$/.test(text)) return wrong(expected, text);
  const value = text.replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(value) ? { value } : wrong(expected, text);
}

function dayOf(text: string, now: Date | null): CellResult {
  if (!isCalendarDate(text)) {
    return wrong('a day is written YYYY-MM-DD, as 2019-03-29, and exists in the calendar', text);
  }
  const today = now && dayInHanoi(now);
  return today && text > today ? wrong(`the day has not come; today is ${today}`, text) : { value: text };
}

function readText(text: string, type: ColumnType, reading: CellReading): CellResult {
  if (typeof type === 'object') {
    return type.oneOf.includes(text) ? { value: text } : wrong(`one of ${type.oneOf.join(', ')}`, text);
  }
  switch (type) {
    case 'id':
      return /\s/.test(text) ? wrong('an id has no spaces', text) : { value: text };
    case 'text':
      return { value: text };
    case 'dong':
      return dongOf(text);
    case 'whole':
      return /^[1-9]\d{0,8}$/.test(text) ? { value: Number(text) } : wrong('a whole number above zero', text);
    case 'decimal':
      return decimalOf(text, reading);
    case 'day':
      return dayOf(text, null);
    case 'pastDay':
      return dayOf(text, reading.now);
    case 'period':
      return daysOfPeriod(text)
        ? { value: text }
        : wrong('a period is written 2019, 2019-Q1, 2019-02 or 2019-02-15', text);
  }
}

/** Exports put an apostrophe before text that a spreadsheet would run as a formula; it is no part of the text. */
const guardedText = /^'(?=[=+\-@\t\r])/;

/** Reads a cell; an empty one is null, or a mistake where the column needs a value. */
export function readCell(cell: Cell, column: Column, reading: CellReading): CellResult {
  const text = cell.trim().replace(guardedText, '').normalize('NFC');
  if (text !== '') return readText(text, column.type, reading);
  return column.isRequired ? { reason: `a value is needed, as ${column.example}` } : { value: null };
}
