import type { IndexDefinition } from '@lien-thong/subgraph-kit';

/** What every collection needs: the newest row (freshness of the data set) and rows by fact status (filters, counts). */
export const commonIndexes: readonly IndexDefinition[] = [
  { key: { 'provenance.recordedAt': -1 } },
  { key: { 'provenance.status': 1, _id: 1 } },
];
