import type { Department } from '@lien-thong/schema';
import {
  canListen,
  connectMongo,
  type DatabaseConnection,
  type EmbeddedMongo,
  type Environment,
  readSubgraphConfig,
  startEmbeddedMongo,
} from '@lien-thong/subgraph-kit';
import type { DepartmentData } from './departmentData';
import type { OpenDepartment } from './load/loadPacks';

/** Departments with open databases, and how to let go of them. */
export interface OpenDepartments {
  readonly departments: readonly OpenDepartment[];
  /** Closes the connections, and ends the embedded servers that were started for this. */
  close(): Promise<void>;
}

/** Making an index over hundreds of thousands of rows takes minutes on the embedded engine. */
const COMMAND_TIMEOUT_MS = 600_000;

/** Where addresses are read and what is done is told. */
export interface OpenOptions {
  readonly env: Environment & NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/**
 * Opens the departments' databases: at `<NAME>_MONGODB_URI`, else the embedded server that is running for the department,
 * else one that is started for the time being. Throws ConfigurationError for a wrong address, and DATABASE_UNAVAILABLE,
 * naming the department, where a database does not answer.
 */
export async function openDepartments(
  departments: readonly DepartmentData[],
  options: OpenOptions,
): Promise<OpenDepartments> {
  const servers: EmbeddedMongo[] = [];
  const connections: DatabaseConnection[] = [];
  const close = async () => {
    await Promise.all(connections.map((connection) => connection.close()));
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    const open: OpenDepartment[] = [];
    for (const data of departments) {
      const uri = await databaseAddress(data.department, options, servers);
      const connection = connectMongo({
        uri,
        defaultDatabase: data.name,
        socketTimeoutMs: COMMAND_TIMEOUT_MS,
      });
      connections.push(connection);
      await assertAnswering(data.name, connection);
      open.push({ data, db: connection.db });
    }
    return { departments: open, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Address of a department's database: `<NAME>_MONGODB_URI`, else of the embedded server that is running, else of one that
 * is started and added to `servers`, which the caller stops.
 */
export async function databaseAddress(
  { name, embeddedDatabasePort }: Department,
  { env, log }: OpenOptions,
  servers: EmbeddedMongo[],
): Promise<string> {
  const { databaseUri } = readSubgraphConfig(name, env);
  if (databaseUri) return databaseUri;
  const port = Number(env[`${name.toUpperCase()}_MONGODB_PORT`] ?? embeddedDatabasePort);
  if (!(await canListen(port))) return `mongodb://127.0.0.1:${port}/${name}`;
  const server = await startEmbeddedMongo({ department: name, port, log, env, restart: false });
  servers.push(server);
  return server.uri;
}

/** Thrown when a department's database does not answer. */
class DatabaseUnavailableError extends Error {
  /** Code of the registry. */
  readonly code = 'DATABASE_UNAVAILABLE';
}

async function assertAnswering(name: string, connection: DatabaseConnection): Promise<void> {
  try {
    await connection.describe();
  } catch (cause) {
    throw new DatabaseUnavailableError(
      `the database of ${name} does not answer. Start it, or correct ${name.toUpperCase()}_MONGODB_URI.`,
      { cause },
    );
  }
}
