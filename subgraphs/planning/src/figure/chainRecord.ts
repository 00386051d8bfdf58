import { type CollectionDefinition, rowFields, timePeriodField } from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { figureRecord } from './record';

/**
 * The chain of targets, or of results, of one indicator, period and scope, with the figure that stands. Commands keep
 * their invariant on it; queries read the figures themselves. A chain begins with the first command on its place, and
 * takes over the figure that stands there.
 */
export const figureChainRecord = z.strictObject({
  ...rowFields,
  series: z.enum(['TARGET', 'ACTUAL']),
  indicatorId: z.string().min(1),
  period: timePeriodField,
  scopeId: z.string().min(1).nullish(),
  head: figureRecord,
});
/** What {@link figureChainRecord} describes. */
export type FigureChainRecord = z.infer<typeof figureChainRecord>;

/** Chains are found by `_id` alone, which is made of their place. */
export const figureChainCollection: CollectionDefinition<FigureChainRecord> = {
  name: 'figureChains',
  schema: figureChainRecord,
  indexes: [],
};
