import { type Aggregate, type CollectionDefinition, dateField, rowFields } from '@lien-thong/subgraph-kit';
import { z } from 'zod';

/** A budget year whose books are closed; `_id` is the year. A year without a row is open. */
export const fiscalYearRecord = z.strictObject({
  ...rowFields,
  closedOn: dateField,
  decisionId: z.string().min(1),
});
/** What {@link fiscalYearRecord} describes. */
export type FiscalYearRecord = z.infer<typeof fiscalYearRecord>;

/** The closed years. */
export const fiscalYearCollection: CollectionDefinition<FiscalYearRecord> = {
  name: 'fiscalYears',
  schema: fiscalYearRecord,
  indexes: [{ key: { 'provenance.status': 1 } }, { key: { 'provenance.recordedAt': -1 } }],
};

/** The chain of a year. */
export const fiscalYearAggregate: Aggregate<FiscalYearRecord> = {
  type: 'fiscalYear',
  collection: fiscalYearCollection,
};
