import type { Aggregate } from '@lien-thong/subgraph-kit';
import { type ProviderRecord, providerCollection } from './record';

/** The chain of versions of one provider. */
export const providerAggregate: Aggregate<ProviderRecord> = {
  type: 'provider',
  collection: providerCollection,
};
