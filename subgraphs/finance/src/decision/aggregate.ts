import type { Aggregate } from '@lien-thong/subgraph-kit';
import { type DecisionRecord, decisionCollection } from './record';

/** The chain of a decision's ceiling and of what was taken of it. */
export const decisionAggregate: Aggregate<DecisionRecord> = {
  type: 'decision',
  collection: decisionCollection,
};
