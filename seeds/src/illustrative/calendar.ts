/** Dates as whole days since 1970-01-01, in the proleptic Gregorian calendar. No time zone is involved. */
export type Day = number;

const MS_PER_DAY = 86_400_000;

/** The day of a calendar date; `month` is 1..12 and may run over (13 is January of the next year). */
export function day(year: number, month: number, dayOfMonth: number): Day {
  return Date.UTC(year, month - 1, dayOfMonth) / MS_PER_DAY;
}

/** The day written YYYY-MM-DD. */
export function isoDate(value: Day): string {
  return new Date(value * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The day of a date written YYYY-MM-DD. */
export function dayOf(date: string): Day {
  return Date.parse(date) / MS_PER_DAY;
}

/** An instant of that day, RFC 3339 with the offset of Asia/Ho_Chi_Minh. */
export function isoInstant(value: Day, hour = 9): string {
  return `${isoDate(value)}T${String(hour).padStart(2, '0')}:00:00+07:00`;
}

/** The day so many months later, moved back to the month's last day where it would run over. */
export function addMonths(value: Day, months: number): Day {
  const date = new Date(value * MS_PER_DAY);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1 + months;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day(year, month, Math.min(date.getUTCDate(), lastDay));
}

/** Calendar year of a day. */
export function yearOf(value: Day): number {
  return new Date(value * MS_PER_DAY).getUTCFullYear();
}

/** Month of a day, 1..12. */
export function monthOf(value: Day): number {
  return new Date(value * MS_PER_DAY).getUTCMonth() + 1;
}
