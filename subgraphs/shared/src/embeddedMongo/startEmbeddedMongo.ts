import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canListen } from './canListen';
import { findEngine } from './findEngine';
import { freePort } from './freePort';
import { keepRunning } from './keepRunning';
import type { MongoEngine, ProgressLog } from './MongoEngine';
import { repositoryPaths } from './repositoryPaths';
import { type ServerProcess, startServerProcess } from './ServerProcess';

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
  readonly env: NodeJS.ProcessEnv;
  /** Whether a server that ends by itself is started again, with ever longer pauses. */
  readonly restart?: boolean;
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
  /** Of the server that runs at the moment. */
  readonly pid: number;
  /** Resolves when the server has ended for good, with how, e.g. `killed by SIGKILL`. */
  readonly exited: Promise<string>;
  /** Ends the server and resolves when it is gone. Safe to repeat. */
  stop(): Promise<void>;
}

/** Thrown when the port of the embedded server is in use. */
class DatabasePortTakenError extends Error {
  /** Code of the registry. */
  readonly code = 'PORT_TAKEN';
}

/**
 * Brings up a database server for a department that has no address of its own, as a process of its own with a data
 * folder and a port of its own, and keeps it running. It ends when this process ends, in whatever way.
 * Fails with NO_DATABASE_ENGINE where this machine has none and cannot make one, with INVALID_CONFIGURATION for an
 * unknown `MONGO_ENGINE`, with PORT_TAKEN, and with what the server said where it does not start.
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { department = 'test', log, env, restart = true } = options;
  const port = await claimPort(options);
  const engine = await findEngine({ env, log }, databaseVariable(options.department));
  const dataDir = await dataFolder(options, engine);
  let server: ServerProcess | undefined;
  const start = async () => {
    server = await startServerProcess(engine, { port, dataDir }, env);
    return server;
  };
  const running = restart ? await keepRunning({ start, log }) : await start();
  return {
    uri: `mongodb://127.0.0.1:${port}/${department}`,
    engine: engine.product,
    version: engine.version,
    port,
    get pid() {
      return server?.pid ?? -1;
    },
    exited: running.exited,
    stop: running.stop,
  };
}

async function claimPort({ port, department = '' }: EmbeddedMongoOptions): Promise<number> {
  if (port === 0) return freePort();
  if (await canListen(port)) return port;
  const variable = databaseVariable(department) ?? 'a MongoDB address';
  throw new DatabasePortTakenError(
    `another process listens on port ${port}, which the embedded database ${department} needs. ` +
      `Stop it, or set ${variable} to a database of your own.`,
  );
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
