import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findEngine } from './findEngine';
import { freePort } from './freePort';
import type { MongoEngine, ProgressLog } from './MongoEngine';
import { repositoryPaths } from './repositoryPaths';
import { startServerProcess } from './ServerProcess';

/** What a department's embedded server is started with. */
export interface EmbeddedMongoOptions {
  /** Name of the department and of its database; the database is `test` without it. */
  readonly department?: string;
  /** TCP port on the loopback interface; 0 takes a free one. */
  readonly port: number;
  /** Folder of the data, `.data/<department>` of the repository without it. */
  readonly dataDir?: string;
  /** Takes sentences on what is done and how far it is, where something takes more than two seconds. */
  readonly log: ProgressLog;
  /** Where `MONGO_ENGINE` and the PATH are read. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A running embedded server. */
export interface EmbeddedMongo {
  /** Connection string, with the department's database. */
  readonly uri: string;
  /** Product, e.g. `FerretDB`. */
  readonly engine: string;
  /** Version as the product writes it, e.g. `v1.24.2`. */
  readonly version: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, with how, e.g. `killed by SIGKILL`. */
  readonly exited: Promise<string>;
  /** Ends the server and resolves when it is gone. Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Brings up a database server for a department that has no address of its own, as a process of its own with a data
 * folder and a port of its own. It ends when this process ends, in whatever way.
 * Fails with NO_DATABASE_ENGINE where this machine has none and cannot make one, with INVALID_CONFIGURATION for an
 * unknown `MONGO_ENGINE`, and with what the server said where it does not start.
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { department = 'test', log, env = process.env } = options;
  const engine = await findEngine({ env, log }, databaseVariable(options.department));
  const dataDir = await dataFolder(options, engine);
  const port = options.port || (await freePort());
  const server = await startServerProcess(engine, { port, dataDir }, env);
  return {
    uri: `mongodb://127.0.0.1:${port}/${department}`,
    engine: engine.product,
    version: engine.version,
    port,
    ...server,
  };
}

/** Each engine has a folder of its own, since none can read another's files. */
async function dataFolder(options: EmbeddedMongoOptions, engine: MongoEngine): Promise<string> {
  const { department = 'test', dataDir = join(repositoryPaths.data, department) } = options;
  const folder = join(dataDir, engine.product.toLowerCase());
  await mkdir(folder, { recursive: true });
  return folder;
}

function databaseVariable(department: string | undefined): string | undefined {
  return department && `${department.toUpperCase()}_MONGODB_URI`;
}
