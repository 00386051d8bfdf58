import type { RequestContext } from '@lien-thong/subgraph-kit';
import { createLoaders, type Loaders } from './loaders';
import { createRepositories, type Repositories } from './repositories';

/** What every resolver of this department is given. */
export interface IctContext extends RequestContext {
  readonly repositories: Repositories;
  /** Made anew for each request, so that no row outlives it. */
  readonly loaders: Loaders;
}

/** The context of one request. */
export function createContext(base: RequestContext): IctContext {
  const repositories = createRepositories(base.db);
  return { ...base, repositories, loaders: createLoaders(repositories) };
}
