import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedMongo, freePort, startEmbeddedMongo } from '@lien-thong/subgraph-kit';

/** A database of one test file: an empty one, on a server of its own unless `MONGODB_TEST_URI` names one. */
export interface TestMongo {
  /** Connection string with a database name in its path. It stays the same over `kill9` and `restart`. */
  readonly uri: string;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
  /** Kills the server as a crash would; the data stays. Not on a server that `MONGODB_TEST_URI` names. */
  kill9(): Promise<void>;
  /** Starts the server again on the same data and port, after `kill9`. */
  restart(): Promise<void>;
}

/**
 * Starts one database server with a temporary folder and a free port; call it once a test file, in `beforeAll`.
 * With `MONGODB_TEST_URI` the tests use that server and a database with a name of its own, which the caller fills
 * and which `stop` leaves behind.
 */
export async function startTestMongo(database = 'test'): Promise<TestMongo> {
  const given = process.env.MONGODB_TEST_URI;
  return given ? onGivenServer(given, database) : onOwnServer(database);
}

async function onOwnServer(database: string): Promise<TestMongo> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lien-thong-mongo-'));
  const startAt = (port: number) =>
    startEmbeddedMongo({
      department: database,
      port,
      dataDir,
      restart: false,
      env: process.env,
      log: (line) => process.stderr.write(`${line}\n`),
    });
  const { port, server: first } = await onFreePort(startAt);
  let server: EmbeddedMongo = first;
  return {
    uri: server.uri,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
    async kill9() {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
    },
    async restart() {
      server = await startAt(port);
    },
  };
}

/** A port that was free a moment ago may be somebody's by now: another is taken then. */
async function onFreePort(startAt: (port: number) => Promise<EmbeddedMongo>, attempts = 5) {
  const port = await freePort();
  try {
    return { port, server: await startAt(port) };
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'PORT_TAKEN' || attempts === 1) throw error;
    return onFreePort(startAt, attempts - 1);
  }
}

function onGivenServer(given: string, database: string): TestMongo {
  const uri = new URL(given);
  uri.pathname = `/${database}_${randomUUID().slice(0, 8)}`;
  const refuse = () =>
    Promise.reject(
      new Error('MONGODB_TEST_URI names a server that is not ours to kill; run this test without it.'),
    );
  return { uri: uri.href, stop: () => Promise.resolve(), kill9: refuse, restart: refuse };
}
