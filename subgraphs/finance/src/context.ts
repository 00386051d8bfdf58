import type { RequestContext } from '@lien-thong/subgraph-kit';
import { createLoaders, type FinanceLoaders } from './loaders';

/** What a resolver of this department is given. */
export interface FinanceContext extends RequestContext {
  readonly loaders: FinanceLoaders;
  /** Most of a commitment that may be advanced, per cent. */
  readonly advanceRatePercent: number;
}

/** Adds the loaders of one request, and the rules that are configured. */
export function createFinanceContext(
  base: RequestContext,
  rules: Pick<FinanceContext, 'advanceRatePercent'>,
): FinanceContext {
  return { ...base, ...rules, loaders: createLoaders(base.db) };
}
