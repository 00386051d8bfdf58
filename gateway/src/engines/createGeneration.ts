import type { LoadedSupergraph } from '../supergraph/loadSupergraph';
import { createApolloGeneration } from './createApolloGeneration';
import { createOwnGeneration } from './createOwnGeneration';
import type { Generation } from './Generation';
import type { GenerationOptions } from './GenerationOptions';

/** `own` is ours; `apollo` the stock gateway's planner and executor, for comparison and as a way back. */
export type EngineName = 'own' | 'apollo';

/** Which engine, and what takes its place for which other. */
export interface GenerationChoice extends Omit<GenerationOptions, 'subgraphUrl'> {
  readonly engine: EngineName;
  /** The generation that is served until this one is; null for the first. */
  readonly previous: Generation | null;
}

/** Makes an engine over a supergraph. Rejects with INVALID_SUPERGRAPH where it cannot take it. */
export function createGeneration(
  { supergraph, urls }: LoadedSupergraph,
  { engine, previous, ...rest }: GenerationChoice,
): Promise<Generation> {
  const options: GenerationOptions = { ...rest, subgraphUrl: (name) => urls.get(name) ?? '' };
  return engine === 'apollo'
    ? createApolloGeneration(supergraph, options)
    : createOwnGeneration(supergraph, options, previous);
}
