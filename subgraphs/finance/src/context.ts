import type { RequestContext } from '@lien-thong/subgraph-kit';
import { createLoaders, type FinanceLoaders } from './loaders';

/** What a resolver of this department is given. */
export interface FinanceContext extends RequestContext {
  readonly loaders: FinanceLoaders;
}

/** Adds the loaders of one request. */
export function createFinanceContext(base: RequestContext): FinanceContext {
  return { ...base, loaders: createLoaders(base.db) };
}
