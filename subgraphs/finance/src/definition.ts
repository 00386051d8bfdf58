import { departmentNamed } from '@lien-thong/schema';
import type { SubgraphDefinition } from '@lien-thong/subgraph-kit';
import { collections } from './collections';
import { createFinanceContext, type FinanceContext } from './context';
import { resolvers } from './resolvers';

/** The department of Finance: its schema, its resolvers, its collections. */
export const definition: SubgraphDefinition<FinanceContext> = {
  name: 'finance',
  sdlPath: departmentNamed('finance').sdlPath,
  resolvers,
  collections,
  createContext: createFinanceContext,
};
