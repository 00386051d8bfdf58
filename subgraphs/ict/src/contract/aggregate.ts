import type { Aggregate } from '@lien-thong/subgraph-kit';
import { type ContractRecord, contractCollection } from './record';

/** The chain of versions of one contract. */
export const contractAggregate: Aggregate<ContractRecord> = {
  type: 'contract',
  collection: contractCollection,
};
