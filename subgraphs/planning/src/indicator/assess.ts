import { daysOfPeriod } from '@lien-thong/subgraph-kit';
import Big from 'big.js';
import type { FigureRecord, ObservationRecord, TargetRecord } from '../figure/record';
import { observationsIn, standing, targetsIn } from '../figure/standing';
import type { IndicatorRecord } from './record';

/** How an indicator stands against its target. */
export type AssessmentState = 'ACHIEVED' | 'ON_TRACK' | 'BEHIND' | 'NO_DATA' | 'NO_TARGET';

/** Target against result of one indicator in one period and scope. */
export interface Assessment {
  readonly indicator: IndicatorRecord;
  readonly period: string;
  readonly target: TargetRecord | null;
  readonly actual: ObservationRecord | null;
  /** What should have been reached by now, one decimal, half up; the target itself after the period's end. */
  readonly expected: string | null;
  /** How far the result falls short of the target, exactly; negative when it is beyond. */
  readonly gap: string | null;
  /** Share of the target that is reached, 4 decimals, half up; null for a target of zero. */
  readonly attainment: string | null;
  readonly state: AssessmentState;
}

/** What an assessment is made from. */
export interface AssessmentInput {
  readonly indicator: IndicatorRecord;
  readonly period: string;
  /** All targets and results of the indicator in that period and scope. */
  readonly figures: readonly FigureRecord[];
  /** Today in Hanoi, `YYYY-MM-DD`. */
  readonly today: string;
  /** False for a part of the whole, which the baseline does not describe. */
  readonly useBaseline?: boolean;
}

const dayMs = 86_400_000;
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / dayMs;

/** Days of the period that have begun by `today`, today included, over all its days: an exact fraction of 0 to 1. */
export function elapsedShare(period: string, today: string): Big {
  const days = daysOfPeriod(period);
  if (!days) throw new RangeError(`${period} is not a period`);
  const length = dayNumber(days.to) - dayNumber(days.from) + 1;
  const elapsed = dayNumber(today) - dayNumber(days.from) + 1;
  return new Big(Math.min(Math.max(elapsed, 0), length)).div(length);
}

function isOver(period: string, today: string): boolean {
  return today > (daysOfPeriod(period)?.to ?? '');
}

/** The cautious end of a range: the lower where bigger is better, the upper where smaller is. */
function cautiousValue({ ascending }: IndicatorRecord, actual: ObservationRecord): Big | null {
  const text = ascending ? actual.value : (actual.upperValue ?? actual.value);
  return text ? new Big(text) : null;
}

function baselineOf({ indicator, period, useBaseline = true }: AssessmentInput): Big {
  const { baseline } = indicator;
  const before = baseline && (daysOfPeriod(baseline.period)?.to ?? '') < (daysOfPeriod(period)?.from ?? '');
  return new Big(useBaseline && before ? baseline.value : 0);
}

/**
 * Where the result should be today: the target after the period's end, before it
 * `baseline + (target − baseline) × elapsed share`, with 0 for a missing baseline. Exact.
 */
export function expectedValue(input: AssessmentInput, target: TargetRecord): Big {
  const goal = new Big(target.value);
  if (isOver(input.period, input.today)) return goal;
  const baseline = baselineOf(input);
  return baseline.plus(goal.minus(baseline).times(elapsedShare(input.period, input.today)));
}

function reached({ ascending }: IndicatorRecord, value: Big, mark: Big): boolean {
  return ascending ? value.gte(mark) : value.lte(mark);
}

/** The share of the target that is reached, the right way round for indicators where smaller is better. */
function attainmentOf({ ascending }: IndicatorRecord, value: Big, goal: Big): string | null {
  const [part, whole] = ascending ? [value, goal] : [goal, value];
  return whole.eq(0) ? null : part.div(whole).round(4, Big.roundHalfUp).toFixed(4);
}

/**
 * Assesses an indicator: NO_TARGET without a target, NO_DATA without a result; after the period's end ACHIEVED or
 * BEHIND by value; before it ON_TRACK when the result has reached what is expected by today, else BEHIND.
 */
export function assess(input: AssessmentInput): Assessment {
  const { indicator, period, figures, today } = input;
  const target = standing(targetsIn(figures));
  const actual = standing(observationsIn(figures));
  const none = { indicator, period, target, actual, expected: null, gap: null, attainment: null };
  if (!target) return { ...none, state: 'NO_TARGET' };
  const goal = new Big(target.value);
  const mark = expectedValue(input, target);
  const expected = mark.round(1, Big.roundHalfUp).toFixed();
  const value = actual && cautiousValue(indicator, actual);
  if (!value) return { ...none, expected, state: 'NO_DATA' };
  const over = isOver(period, today);
  const state = reached(indicator, value, mark) ? (over ? 'ACHIEVED' : 'ON_TRACK') : 'BEHIND';
  return {
    ...none,
    expected,
    gap: (indicator.ascending ? goal.minus(value) : value.minus(goal)).toFixed(),
    attainment: attainmentOf(indicator, value, goal),
    state,
  };
}
