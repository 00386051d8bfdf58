import type { IndexDefinition } from '@lien-thong/subgraph-kit';

/** What every collection needs: its newest row (freshness of the data) and its rows by fact status (counts). */
export const commonIndexes: readonly IndexDefinition[] = [
  { key: { 'provenance.recordedAt': -1 } },
  { key: { 'provenance.status': 1 } },
];
