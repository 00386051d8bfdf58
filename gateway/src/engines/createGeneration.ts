import type { LoadedSupergraph } from '../supergraph/loadSupergraph';
import { createApolloGeneration } from './createApolloGeneration';
import type { Generation } from './Generation';
import type { GenerationOptions } from './GenerationOptions';

/** The engines that can be asked for. */
export type EngineName = 'apollo';

/** Makes the engine of that name over a supergraph. */
export function createGeneration(
  engine: EngineName,
  { supergraph, urls }: LoadedSupergraph,
  options: Omit<GenerationOptions, 'subgraphUrl'>,
): Promise<Generation> {
  const subgraphUrl = (name: string): string => urls.get(name) ?? '';
  return createApolloGeneration(supergraph, { ...options, subgraphUrl });
}
