import { join } from 'node:path';
import type { EngineOrReason, EngineSearch, MongoEngine } from './MongoEngine';
import { repositoryPaths } from './repositoryPaths';
import { runTool } from './runTool';

/** A genuine MongoDB that is installed on this machine. */
export async function mongodOnPath(search: EngineSearch): Promise<EngineOrReason> {
  return (await mongodAt('mongod', search.env)) ?? { reason: 'mongod is not on the PATH' };
}

/** The engine of a `mongod` at this path, or nothing when it is not there or does not run. */
export async function mongodAt(file: string, env: NodeJS.ProcessEnv): Promise<MongoEngine | undefined> {
  const { succeeded, output } = await runTool(file, ['--version'], { env, timeoutMs: 30_000 });
  const version = /db version (v\S+)/.exec(output)?.[1];
  if (!succeeded || !version) return undefined;
  // mongod does not notice the death of its starter by itself.
  const lifeline = join(repositoryPaths.serverSource, 'runWithLifeline.cjs');
  return {
    name: 'mongod',
    product: 'MongoDB',
    version,
    command: ({ port, dataDir }) => [
      process.execPath,
      lifeline,
      file,
      ...['--dbpath', dataDir, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'],
    ],
    isReadyLine: (line) => line.includes('Waiting for connections'),
  };
}
