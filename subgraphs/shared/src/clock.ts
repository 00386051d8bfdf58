/** The one seam for time: tests pass a fixed clock. */
export interface Clock {
  /** The present instant. */
  now(): Date;
}

/** The clock of the machine. */
export const systemClock: Clock = { now: () => new Date() };

/** The calendar day in Asia/Ho_Chi_Minh (UTC+7, no daylight saving) at that instant, `YYYY-MM-DD`. */
export function dayInHanoi(instant: Date): string {
  return new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}
