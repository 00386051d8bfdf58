import { daysOfPeriod, type UserErrorRecord, userError } from '@lien-thong/subgraph-kit';
import Big from 'big.js';
import { invalid } from '../../commands/checks';
import type { IndicatorRecord } from '../../indicator/record';
import type { ObservationStatus } from '../record';
import { outOfPercentRange } from './outOfPercentRange';

/** The figures of a result, as `RecordObservationInput` gives them. */
export interface ObservedFigures {
  readonly period: string;
  readonly value?: string | null;
  readonly upperValue?: string | null;
  readonly numerator?: string | null;
  readonly denominator?: string | null;
  readonly status: ObservationStatus;
  readonly observedOn: string;
}

const isMissing = ({ status }: ObservedFigures): boolean => status === 'L' || status === 'M';

function presenceMistakes(figures: ObservedFigures): UserErrorRecord[] {
  const { value, upperValue, status } = figures;
  if (isMissing(figures) && (value || upperValue)) {
    return [
      invalid(
        'value',
        `Trạng thái ${status} nghĩa là thiếu số liệu; không gửi giá trị.`,
        `Status ${status} means that the figure is missing; send no value.`,
      ),
    ];
  }
  if (isMissing(figures) || value) return [];
  return [
    invalid(
      'value',
      'Cần giá trị; nếu không có số liệu, gửi trạng thái L (không thu thập) hoặc M (không thể có).',
      'A value is needed; where there is none, send status L (not collected) or M (cannot exist).',
    ),
  ];
}

function rangeMistakes({ value, upperValue }: ObservedFigures): UserErrorRecord[] {
  if (!value || !upperValue || new Big(upperValue).gte(value)) return [];
  const message = {
    vi: `Cận trên ${upperValue} thấp hơn giá trị ${value}.`,
    en: `The upper value ${upperValue} is below the value ${value}.`,
  };
  return [userError('VALUE_OUT_OF_RANGE', { path: 'upperValue', message })];
}

/** How far value and numerator ÷ denominator may lie apart: half a point of the last digit that is usually printed. */
const tolerance = new Big('0.005');

function shareMistakes({ measure }: IndicatorRecord, figures: ObservedFigures): UserErrorRecord[] {
  const { value, numerator, denominator } = figures;
  if (!numerator || !denominator) return [];
  const outside = (path: string, vi: string, en: string) => [
    userError('VALUE_OUT_OF_RANGE', { path, message: { vi, en } }),
  ];
  if (new Big(denominator).lte(0)) {
    return outside('denominator', 'Mẫu số phải lớn hơn 0.', 'The denominator must be above zero.');
  }
  if (!value) return [];
  const scale = measure === 'PERCENTAGE' ? 100 : 1;
  const share = new Big(numerator).div(denominator);
  if (share.minus(new Big(value).div(scale)).abs().lte(tolerance)) return [];
  const computed = share.times(scale).round(2, Big.roundHalfUp).toFixed();
  return outside(
    'value',
    `${numerator} : ${denominator} cho ${computed}, không phải ${value}.`,
    `${numerator} / ${denominator} gives ${computed}, not ${value}.`,
  );
}

function futureMistakes({ period, observedOn }: ObservedFigures, today: string): UserErrorRecord[] {
  const begins = daysOfPeriod(period)?.from ?? period;
  const message = {
    vi: `Hôm nay là ${today}; chưa thể có số liệu của ${period} (bắt đầu ${begins}), đo ngày ${observedOn}.`,
    en: `Today is ${today}; there can be no figure yet for ${period} (from ${begins}), observed on ${observedOn}.`,
  };
  return [
    ...(begins > today ? [userError('PERIOD_IN_FUTURE', { path: 'period', message })] : []),
    ...(observedOn > today ? [userError('PERIOD_IN_FUTURE', { path: 'observedOn', message })] : []),
  ];
}

/** All that is wrong with the figures of a result: VALUE_OUT_OF_RANGE, PERIOD_IN_FUTURE, INVALID_INPUT. */
export function observationMistakes(
  indicator: IndicatorRecord,
  figures: ObservedFigures,
  today: string,
): UserErrorRecord[] {
  return [
    ...presenceMistakes(figures),
    ...outOfPercentRange(indicator, 'value', figures.value),
    ...outOfPercentRange(indicator, 'upperValue', figures.upperValue),
    ...rangeMistakes(figures),
    ...shareMistakes(indicator, figures),
    ...futureMistakes(figures, today),
  ];
}
