import { dayInHanoi, type PeriodRecord, refuse } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';

/** A reason in both languages. */
export interface Reason {
  readonly vi: string;
  readonly en: string;
}

/** Today in Hanoi, `YYYY-MM-DD`. */
export const today = ({ clock }: Pick<IctContext, 'clock'>): string => dayInHanoi(clock.now());

/** Refuses an input that is wrong in itself. */
export function invalid(path: string, message: Reason): never {
  return refuse('INVALID_INPUT', { path, message });
}

/** Refuses a step that the state of the row does not allow. */
export function illegal(path: string, message: Reason): never {
  return refuse('ILLEGAL_TRANSITION', { path, message });
}

/** `PeriodInput` of the schema: both ends given. */
export interface PeriodInput {
  readonly startDate: string;
  readonly endDate: string;
}

/** Refuses a period that ends before it begins. */
export function orderedPeriod({ startDate, endDate }: PeriodInput, path: string): void {
  if (startDate <= endDate) return;
  invalid(path, {
    vi: `Kỳ kết thúc (${endDate}) trước khi bắt đầu (${startDate}).`,
    en: `The period ends (${endDate}) before it begins (${startDate}).`,
  });
}

/** True when the two periods share a day; an end that is not given is open. */
export function overlaps(left: PeriodRecord, right: PeriodRecord): boolean {
  const beginsInTime = (one: PeriodRecord, other: PeriodRecord) =>
    !one.startDate || !other.endDate || one.startDate <= other.endDate;
  return beginsInTime(left, right) && beginsInTime(right, left);
}

/** Refuses text without a character that is seen. */
export function notBlank(text: string, path: string): void {
  if (text.trim() !== '') return;
  invalid(path, { vi: 'Không được để trống.', en: 'It must not be blank.' });
}
