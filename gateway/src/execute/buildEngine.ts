import type { Engine, EngineOptions } from '../engine';
import { GraphEngine } from './GraphEngine';

/** Makes an engine. Throws INVALID_SUPERGRAPH, with the reasons, where the text is no supergraph. */
export async function buildEngine(supergraphSdl: string, options: EngineOptions): Promise<Engine> {
  return new GraphEngine(supergraphSdl, options);
}
