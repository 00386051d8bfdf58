import { departmentNamed } from '@lien-thong/schema';
import type { SubgraphDefinition } from '@lien-thong/subgraph-kit';
import { collections } from './collections';
import { aggregates } from './commands/aggregates';
import { createContext, type PlanningContext } from './context';
import { figureChainCollection } from './figure/chainRecord';
import { resolvers } from './resolvers';

/** The department of planning and investment, ready to be started. */
export const definition: SubgraphDefinition<PlanningContext> = {
  name: 'planning',
  sdlPath: departmentNamed('planning').sdlPath,
  resolvers,
  collections: [...collections, figureChainCollection],
  aggregates,
  createContext,
};
