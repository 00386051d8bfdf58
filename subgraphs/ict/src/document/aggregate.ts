import type { Aggregate } from '@lien-thong/subgraph-kit';
import { type DocumentRecord, documentCollection } from './record';

/** The chain of versions of one document. */
export const documentAggregate: Aggregate<DocumentRecord> = {
  type: 'document',
  collection: documentCollection,
};
