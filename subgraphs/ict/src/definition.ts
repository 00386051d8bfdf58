import { departmentNamed } from '@lien-thong/schema';
import type { SubgraphDefinition } from '@lien-thong/subgraph-kit';
import { collections } from './collections';
import { createContext, type IctContext } from './context';
import { resolvers } from './resolvers';

/** The department of information and communications, ready to be started. */
export const definition: SubgraphDefinition<IctContext> = {
  name: 'ict',
  sdlPath: departmentNamed('ict').sdlPath,
  resolvers,
  collections,
  createContext,
};
