import {
  type CollectionDefinition,
  dateField,
  daysOfPeriod,
  decimalField,
  instantField,
  localizedTextRecord,
  rowFields,
  timePeriodField,
  valueQualifier,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../commonIndexes';

/** SDMX CL_OBS_STATUS, the codes in use. */
export const observationStatus = z.enum(['A', 'P', 'E', 'F', 'B', 'D', 'L', 'M', 'U']);
/** What {@link observationStatus} describes. */
export type ObservationStatus = z.infer<typeof observationStatus>;

const figureFields = {
  ...rowFields,
  indicatorId: z.string().min(1),
  period: timePeriodField,
  /** The place or body that the figure is of; null for the whole. */
  scopeId: z.string().min(1).nullish(),
};

/** A target: what an indicator is to reach in a period. */
export const targetRecord = z.strictObject({
  ...figureFields,
  series: z.literal('TARGET'),
  value: decimalField,
  qualifier: valueQualifier,
  setOn: dateField,
  /** The document that set it, in the registry of documents. */
  documentId: z.string().min(1).nullish(),
  /** The target that this one replaces; that one stays. */
  supersedesId: z.string().min(1).nullish(),
});
/** What {@link targetRecord} describes. */
export type TargetRecord = z.infer<typeof targetRecord>;

/** A result, in one vintage. A range has its lower end in `value` and its upper end in `upperValue`. */
export const observationRecord = z.strictObject({
  ...figureFields,
  series: z.literal('ACTUAL'),
  observedOn: dateField.nullish(),
  value: decimalField.nullish(),
  upperValue: decimalField.nullish(),
  numerator: decimalField.nullish(),
  denominator: decimalField.nullish(),
  status: observationStatus,
  publishedAt: instantField,
  /** The vintage that this one revises; that one stays. */
  revisesId: z.string().min(1).nullish(),
  /** The vintage that revises this one: null on the newest of its chain. */
  revisedById: z.string().min(1).nullish(),
  comment: localizedTextRecord.nullish(),
});
/** What {@link observationRecord} describes. */
export type ObservationRecord = z.infer<typeof observationRecord>;

/** A figure of an indicator: what is wanted or what was measured (SDMX SERIES_TYPE). */
export const figureRecord = z.discriminatedUnion('series', [targetRecord, observationRecord]);
/** What {@link figureRecord} describes. */
export type FigureRecord = z.infer<typeof figureRecord>;

/** Place of a figure in time: its period, the wider before the narrower, then when it became known. */
function sortKeyOf(figure: FigureRecord): Record<string, string> {
  const days = daysOfPeriod(figure.period) ?? { from: figure.period, to: figure.period };
  const knownAt = figure.series === 'TARGET' ? figure.setOn : figure.publishedAt.toISOString();
  return {
    periodFrom: days.from,
    periodTo: days.to,
    sortKey: `${days.from} ${figure.period.padEnd(10)} ${knownAt}`,
  };
}

/**
 * Targets and results in one collection, since an assessment needs both: one command answers for any number of
 * indicators.
 */
export const figureCollection: CollectionDefinition<FigureRecord> = {
  name: 'figures',
  schema: figureRecord,
  indexes: [
    ...commonIndexes,
    { key: { indicatorId: 1, period: 1, scopeId: 1 } },
    { key: { indicatorId: 1, series: 1, sortKey: 1 } },
    { key: { series: 1, sortKey: 1 } },
    { key: { series: 1, scopeId: 1, revisedById: 1, sortKey: 1 } },
    { key: { series: 1, scopeId: 1, sortKey: 1 } },
    { key: { scopeId: 1, series: 1 } },
    { key: { series: 1, status: 1, sortKey: 1 } },
    { key: { series: 1, 'provenance.status': 1, sortKey: 1 } },
    { key: { series: 1, periodFrom: 1, periodTo: 1 } },
    { key: { documentId: 1 } },
  ],
  derive: sortKeyOf,
};
