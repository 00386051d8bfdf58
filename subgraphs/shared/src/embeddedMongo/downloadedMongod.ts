import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoBinary } from 'mongodb-memory-server-core';
import type { EngineOrReason, EngineSearch } from './MongoEngine';
import { mongodAt } from './mongod';
import { withProgress } from './withProgress';

/** The makers' host; `MONGOMS_DOWNLOAD_MIRROR` names another, as the downloader understands it, too. */
const host = 'https://fastdl.mongodb.org';
const answerWithinMs = 5_000;
const version = '8.0.12';

/** A genuine MongoDB, downloaded from its makers once (about 100 MB); gives up after five seconds without a network. */
export async function downloadedMongod(search: EngineSearch): Promise<EngineOrReason> {
  try {
    // The downloader itself waits for minutes where no network is.
    await fetch(search.env.MONGOMS_DOWNLOAD_MIRROR ?? host, {
      method: 'HEAD',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const downloadDir = join(search.cacheDir, 'mongod');
    await mkdir(downloadDir, { recursive: true });
    const file = await withProgress(
      search.log,
      () => `Downloading MongoDB ${version} (about 100 MB, once)`,
      () => MongoBinary.getPath({ version, downloadDir }),
    );
    const engine = await mongodAt(file, search.env);
    return engine ? { ...engine, name: 'download' } : { reason: 'the downloaded mongod does not run here' };
  } catch (error) {
    return { reason: `MongoDB cannot be downloaded: ${rootMessage(error)}` };
  }
}

/** `fetch` says "fetch failed" and hides why in the cause. */
function rootMessage(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: unknown };
  return cause ? rootMessage(cause) : (message ?? String(error));
}
