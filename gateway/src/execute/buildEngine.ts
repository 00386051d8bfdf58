import type { Engine, EngineOptions } from '../engine';
import { readSupergraphAside } from '../plan/readSupergraphAside';
import type { Supergraph } from '../plan/Supergraph';
import { GraphEngine } from './GraphEngine';

/** Makes an engine. Throws INVALID_SUPERGRAPH, with the reasons, where the text is no supergraph. */
export async function buildEngine(supergraph: string | Supergraph, options: EngineOptions): Promise<Engine> {
  return new GraphEngine(
    typeof supergraph === 'string' ? await readSupergraphAside(supergraph) : supergraph,
    options,
  );
}
