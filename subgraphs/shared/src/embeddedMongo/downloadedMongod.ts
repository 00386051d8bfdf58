import { mkdir } from 'node:fs/promises';
import { MongoBinary } from 'mongodb-memory-server-core';
import type { EngineOrReason, EngineSearch } from './MongoEngine';
import { mongodAt } from './mongod';
import { repositoryPaths } from './repositoryPaths';
import { withProgress } from './withProgress';

const host = 'https://fastdl.mongodb.org/';
const answerWithinMs = 5_000;
const version = '8.0.12';

/** A genuine MongoDB, downloaded from its makers once (about 100 MB); gives up after five seconds without a network. */
export async function downloadedMongod(search: EngineSearch): Promise<EngineOrReason> {
  try {
    // The downloader itself waits for minutes where no network is.
    await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(answerWithinMs) });
    await mkdir(repositoryPaths.mongodCache, { recursive: true });
    const file = await withProgress(
      search.log,
      () => `Downloading MongoDB ${version} (about 100 MB, once)`,
      () => MongoBinary.getPath({ version, downloadDir: repositoryPaths.mongodCache }),
    );
    const engine = await mongodAt(file, search.env);
    return engine ? { ...engine, name: 'download' } : { reason: 'the downloaded mongod does not run here' };
  } catch (error) {
    return { reason: `MongoDB cannot be downloaded: ${rootMessage(error)}` };
  }
}

/** `fetch` says "fetch failed" and hides why in the cause. */
function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? rootMessage(error.cause) : error.message;
}
