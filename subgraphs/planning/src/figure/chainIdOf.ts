import type { FigureRecord } from './record';

/** Which chain a figure belongs to: one indicator, period, scope and series is one chain of versions. */
export type FigurePlace = Pick<FigureRecord, 'series' | 'indicatorId' | 'period' | 'scopeId'>;

/** Id of the chain of figures of one place. */
export function chainIdOf({ series, indicatorId, period, scopeId }: FigurePlace): string {
  return [series, indicatorId, period, scopeId ?? ''].join('|');
}
