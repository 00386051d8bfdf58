import type { Aggregate } from '@lien-thong/subgraph-kit';
import { type UnitPriceRecord, unitPriceCollection } from './record';

/** The chain of versions of one unit price. */
export const unitPriceAggregate: Aggregate<UnitPriceRecord> = {
  type: 'unitPrice',
  collection: unitPriceCollection,
};
