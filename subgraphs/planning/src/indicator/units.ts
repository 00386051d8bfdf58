import type { UnitOfMeasureRecord } from '@lien-thong/subgraph-kit';

const names: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  P1: ['%', 'percent'],
  C62: ['đơn vị', 'unit'],
  DAY: ['ngày', 'day'],
  HUR: ['giờ', 'hour'],
  MIN: ['phút', 'minute'],
  MON: ['tháng', 'month'],
  ANN: ['năm', 'year'],
  IE: ['người', 'person'],
  E35: ['terabyte', 'terabyte'],
};

/** UN/CEFACT codes of the units that an indicator may have. */
export const unitCodes: readonly string[] = Object.keys(names);

/** The unit of that UN/CEFACT Recommendation 20 code; null for one that indicators do not use. */
export function unitOfCode(code: string): UnitOfMeasureRecord | null {
  const name = names[code];
  return name ? { scheme: 'UNCEFACT', code, name: { vi: name[0], en: name[1] } } : null;
}
