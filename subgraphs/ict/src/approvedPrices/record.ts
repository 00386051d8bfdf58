import { type Aggregate, type CollectionDefinition, periodRecord, rowFields } from '@lien-thong/subgraph-kit';
import { z } from 'zod';

/**
 * When the prices of one service and provider hold that are approved or about to be. Two approvals that run side by
 * side meet on this one chain, so that no two approved prices overlap.
 */
export const approvedPricesRecord = z.strictObject({
  ...rowFields,
  serviceId: z.string().min(1),
  /** Null for prices whose provider the source does not name. */
  providerId: z.string().min(1).nullish(),
  entries: z.array(z.strictObject({ unitPriceId: z.string().min(1), validity: periodRecord })).max(1_000),
});
/** What {@link approvedPricesRecord} describes. */
export type ApprovedPricesRecord = z.infer<typeof approvedPricesRecord>;

/** One row for each service and provider; no query of clients reads it. */
export const approvedPricesCollection: CollectionDefinition<ApprovedPricesRecord> = {
  name: 'approvedPrices',
  schema: approvedPricesRecord,
  indexes: [],
};

/** The chain on which approvals of one service and provider meet. */
export const approvedPricesAggregate: Aggregate<ApprovedPricesRecord> = {
  type: 'approvedPrices',
  collection: approvedPricesCollection,
};
