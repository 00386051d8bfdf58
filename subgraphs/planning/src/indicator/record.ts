import {
  type CollectionDefinition,
  decimalField,
  localizedTextRecord,
  provenanceRecord,
  rowFields,
  searchText,
  timePeriodField,
  unitOfMeasureRecord,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../commonIndexes';

/** IATI result type. */
export const resultType = z.enum(['OUTPUT', 'OUTCOME', 'IMPACT', 'OTHER']);
/** IATI indicator measure. */
export const indicatorMeasure = z.enum(['UNIT', 'PERCENTAGE', 'NOMINAL', 'ORDINAL', 'QUALITATIVE']);
/** What {@link indicatorMeasure} describes. */
export type IndicatorMeasure = z.infer<typeof indicatorMeasure>;

/** What is measured, how, and by whom. Its targets and results are figures. */
export const indicatorRecord = z.strictObject({
  ...rowFields,
  code: z.string().min(1),
  name: localizedTextRecord,
  definition: localizedTextRecord,
  numerator: localizedTextRecord.nullish(),
  denominator: localizedTextRecord.nullish(),
  exclusions: localizedTextRecord.nullish(),
  resultType,
  measure: indicatorMeasure,
  unit: unitOfMeasureRecord,
  /** True when bigger is better. */
  ascending: z.boolean(),
  /** True when the values of parts may be added up. */
  aggregable: z.boolean(),
  /** The body that may record its results. */
  stewardId: z.string().min(1),
  programmeIds: z.array(z.string().min(1)),
  /** Where it stood before the first period with a target. */
  baseline: z
    .strictObject({ value: decimalField, period: timePeriodField, provenance: provenanceRecord })
    .nullish(),
});
/** What {@link indicatorRecord} describes. */
export type IndicatorRecord = z.infer<typeof indicatorRecord>;

/** Indicators, listed by code unless asked otherwise. */
export const indicatorCollection: CollectionDefinition<IndicatorRecord> = {
  name: 'indicators',
  schema: indicatorRecord,
  indexes: [
    ...commonIndexes,
    { key: { code: 1 }, unique: true },
    { key: { sortName: 1, code: 1 } },
    { key: { programmeIds: 1, code: 1 } },
    { key: { stewardId: 1, code: 1 } },
    { key: { measure: 1, code: 1 } },
    { key: { 'provenance.status': 1, code: 1 } },
    { key: { searchText: 1 } },
  ],
  derive: ({ code, name }) => ({
    searchText: searchText(code, name.vi, name.en),
    sortName: searchText(name.vi),
  }),
};
