import { isCalendarDate } from './records';

/** First and last day of a period, both inclusive, `YYYY-MM-DD`. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

const shapes = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])(?:-(\d{2}))?))?$/;

const pad = (value: number): string => String(value).padStart(2, '0');

function lastDayOfMonth(year: number, month: number): string {
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return `${year}-${pad(month)}-${pad(days)}`;
}

/**
 * The days that an SDMX time period covers: "2019", "2019-Q1", "2019-02" or "2019-02-15" (a day is itself).
 * Null when the text is none of these.
 */
export function daysOfPeriod(period: string): DayRange | null {
  const match = shapes.exec(period);
  if (!match) return null;
  const [, yearText = '', quarter, monthText, day] = match;
  const year = Number(yearText);
  if (day) return isCalendarDate(period) ? { from: period, to: period } : null;
  if (quarter) {
    const last = Number(quarter) * 3;
    return { from: `${yearText}-${pad(last - 2)}-01`, to: lastDayOfMonth(year, last) };
  }
  if (monthText) return { from: `${yearText}-${monthText}-01`, to: lastDayOfMonth(year, Number(monthText)) };
  return { from: `${yearText}-01-01`, to: `${yearText}-12-31` };
}

/** The SDMX frequency of a period: A annual, Q quarterly, M monthly, D daily. */
export function frequencyOf(period: string): 'A' | 'Q' | 'M' | 'D' {
  if (period.includes('Q')) return 'Q';
  if (period.length === 4) return 'A';
  return period.length === 7 ? 'M' : 'D';
}
