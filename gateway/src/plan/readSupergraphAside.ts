import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSchema } from 'graphql';
import {
  assembleSupergraph,
  invalidSupergraph,
  readSupergraph,
  type SubgraphMetadata,
  type Supergraph,
} from './Supergraph';

type Checked =
  | { readonly apiSdl: string; readonly metadata: readonly SubgraphMetadata[] }
  | { readonly reasons: readonly string[] };

/**
 * Reads a supergraph as `readSupergraph` does, in a thread of its own: checking one takes hundreds of milliseconds, which nobody whose
 * request is under way should wait for. Rejects with INVALID_SUPERGRAPH with every reason.
 */
export async function readSupergraphAside(sdl: string): Promise<Supergraph> {
  const script = join(__dirname, 'supergraphWorker.js');
  // Sources that run without a build (the tests) have no script that a thread could load.
  if (!existsSync(script)) return readSupergraph(sdl);
  const checked = await check(script, sdl);
  if ('reasons' in checked) throw invalidSupergraph(checked.reasons);
  const apiSchema = buildSchema(checked.apiSdl, {
    assumeValid: true,
    assumeValidSDL: true,
    noLocation: true,
  });
  return assembleSupergraph(sdl, { apiSchema, metadata: checked.metadata });
}

function check(script: string, sdl: string): Promise<Checked> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: { sdl } });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () =>
      reject(new Error('The thread that checks supergraphs ended without an answer.')),
    );
  });
}
