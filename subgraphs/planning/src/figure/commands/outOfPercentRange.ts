import { type UserErrorRecord, userError } from '@lien-thong/subgraph-kit';
import Big from 'big.js';
import type { IndicatorRecord } from '../../indicator/record';

/** VALUE_OUT_OF_RANGE for a percentage outside 0 to 100. */
export function outOfPercentRange(
  { measure }: Pick<IndicatorRecord, 'measure'>,
  path: string,
  value: string | null | undefined,
): UserErrorRecord[] {
  if (measure !== 'PERCENTAGE' || !value) return [];
  const number = new Big(value);
  if (number.gte(0) && number.lte(100)) return [];
  const message = {
    vi: `Tỷ lệ phần trăm nằm trong khoảng 0 đến 100; giá trị gửi là ${value}.`,
    en: `A percentage lies within 0 to 100; ${value} was sent.`,
  };
  return [userError('VALUE_OUT_OF_RANGE', { path, message })];
}
