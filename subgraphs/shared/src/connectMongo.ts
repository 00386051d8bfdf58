import { codedError } from '@lien-thong/schema';
import {
  type Db,
  MongoClient,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} from 'mongodb';
import type { AnyCollection } from './collection';
import { requestCounts } from './observe/requestScope';

/** A department's open database. */
export interface DatabaseConnection {
  readonly client: MongoClient;
  readonly db: Db;
  /** Product and version of the server, as it says itself; throws when it does not answer within 2 s. */
  describe(): Promise<{ engine: string; version: string }>;
  close(): Promise<void>;
}

/**
 * How often the server is looked at, milliseconds. One that has fallen silent is found out by that, since a connection
 * that is merely not answered looks like a slow command: after this, 2 s without an answer, and 1.5 s of looking for
 * another server, all that waits for it fails. Together that is less than the 5 s that the gateway gives a department,
 * so that the department itself can say what is wrong.
 */
const heartbeatMs = 1_000;
/** How long after a first connection that failed the next attempt begins, milliseconds. */
const connectAgainMs = 500;
/** How long the server has to say what it is, milliseconds. */
const describedWithinMs = 2_000;

/** Where and how to connect. */
export interface MongoOptions {
  readonly uri: string;
  /** Used when the URI names no database. */
  readonly defaultDatabase: string;
  /** How long an operation waits for a server before it fails, milliseconds. */
  readonly serverSelectionTimeoutMs?: number;
  /** How long one command may stay without an answer, milliseconds; loading needs longer than a request may. */
  readonly socketTimeoutMs?: number;
}

/**
 * Opens a client without waiting for the server: a department whose database is down starts all the same, says so in
 * `/ready`, and recovers by itself when the server is back.
 */
export function connectMongo(options: MongoOptions): DatabaseConnection {
  const { uri, defaultDatabase, serverSelectionTimeoutMs = 1_500, socketTimeoutMs = 30_000 } = options;
  const client = new MongoClient(uri, {
    monitorCommands: true,
    serverSelectionTimeoutMS: serverSelectionTimeoutMs,
    connectTimeoutMS: 2_000,
    socketTimeoutMS: socketTimeoutMs,
    heartbeatFrequencyMS: heartbeatMs,
    maxPoolSize: 20,
    ignoreUndefined: true,
    writeConcern: { w: 'majority', journal: true },
  });
  client.on('commandStarted', () => {
    const counts = requestCounts.getStore();
    if (counts) counts.databaseCommands += 1;
  });
  const stopConnecting = keepConnecting(client);
  const named = /^mongodb(\+srv)?:\/\/[^/]+\/[^?]/.test(uri);
  const db = client.db(named ? undefined : defaultDatabase);
  return {
    client,
    db,
    describe: () => describeServer(db),
    close: () => {
      stopConnecting();
      return client.close();
    },
  };
}

/**
 * Connects until that succeeds once: a client whose first attempt has failed, as before a database that is started later,
 * fails every operation from then on, and only another attempt brings it back. What breaks later it mends by itself.
 */
function keepConnecting(client: MongoClient): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isEnded = false;
  const attempt = (): void => {
    client.connect().catch(() => {
      if (!isEnded) timer = setTimeout(attempt, connectAgainMs).unref();
    });
  };
  attempt();
  return () => {
    isEnded = true;
    clearTimeout(timer);
  };
}

async function describeServer(db: Db): Promise<{ engine: string; version: string }> {
  const info = await db.admin().command({ buildInfo: 1 }, { signal: AbortSignal.timeout(describedWithinMs) });
  const ferret = info.ferretdbVersion ?? info.ferretdb?.version;
  return ferret
    ? { engine: 'FerretDB', version: String(ferret) }
    : { engine: 'MongoDB', version: String(info.version) };
}

/** Creates every declared index that is missing; safe to repeat. */
export async function ensureIndexes(
  db: Db,
  collections: ReadonlyArray<Pick<AnyCollection, 'name' | 'indexes'>>,
): Promise<void> {
  for (const { name, indexes } of collections) {
    for (const { key, unique } of indexes) {
      await db.collection(name).createIndex(key, unique ? { unique } : {});
    }
  }
}

/** True when the error says that the database could not be reached, as opposed to having refused a command. */
export function isDatabaseOutage(error: unknown): error is Error {
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error instanceof MongoTopologyClosedError ||
    (error instanceof Error && error.name === 'MongoPoolClearedError') ||
    (error instanceof Error && error.name === 'MongoOperationTimeoutError')
  );
}

/** True when a unique index refused an insert: the compare-and-swap of this system was lost (code 11000). */
export function isDuplicateKey(error: unknown): error is MongoServerError {
  return error instanceof MongoServerError && error.code === 11000;
}

/** The coded error that the graph shows for a database outage; its cause stays in the log. */
export function databaseUnavailable(cause: Error): Error {
  return codedError('DATABASE_UNAVAILABLE', { cause });
}
