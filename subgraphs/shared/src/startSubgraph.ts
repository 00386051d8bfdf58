import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { type Clock, systemClock } from './clock';
import { askDepartment } from './commands/askDepartment';
import { journalIndexes } from './commands/journal';
import { createKeyedQueue } from './commands/keyedQueue';
import { keepSwept } from './commands/sweep';
import { connectMongo, type DatabaseConnection, ensureIndexes } from './connectMongo';
import type { Caller, RequestContext } from './context';
import { createHttpServer } from './createHttpServer';
import { createSubgraph, type SubgraphDefinition } from './createSubgraph';
import { drainServer } from './drainServer';
import { createHttpHandler } from './httpHandler';
import { DepartmentObservation, type ObserveOptions } from './observe/DepartmentObservation';
import { createPublicBodies, publicBodyCollection } from './publicBodies';
import type { RequestGate } from './requests/createRequestGate';
import type { RequestSigner, SignRequest } from './requests/createRequestSigner';
import type { TlsIdentity } from './requests/tlsIdentity';

/** What a department runs with. */
export interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly databaseUri: string;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Finds out who is calling; throws UNAUTHENTICATED for a token that does not verify. Null for anonymous. */
  readonly verifyCaller?: (request: IncomingMessage) => Promise<Caller | null>;
  /** Address of another department's GraphQL endpoint, for guards. */
  readonly departmentUrl?: (department: string) => string;
  /** Whom operations are taken from; null, or left out, takes them from everybody. */
  readonly gate?: RequestGate | null;
  /** Signs what this department asks others. */
  readonly sign?: RequestSigner | null;
  /** Serves TLS to clients with a certificate of that authority alone, and asks others with the same certificate. */
  readonly tls?: TlsIdentity | null;
  /** Metrics and traces; neither where left out. */
  readonly observe?: ObserveOptions;
  /** Milliseconds between sweeps of the newest journal entries. */
  readonly sweepEveryMs?: number;
  /** How long a database command may take before its connection is given up, milliseconds. */
  readonly socketTimeoutMs?: number;
  /** How long open requests may take to finish when the department stops, milliseconds. */
  readonly drainMs?: number;
}

/** A department that listens. */
export interface RunningSubgraph {
  /** Address of its GraphQL endpoint. */
  readonly url: string;
  readonly database: DatabaseConnection;
  /**
   * Is no longer ready, finishes open requests, then closes server and database. A department that another process has
   * replaced on its port stays ready, and keeps connections for `lingerMs` milliseconds for what is just being sent.
   */
  stop(lingerMs?: number): Promise<void>;
}

interface Readiness {
  ready: boolean;
  department: string;
  database: { reachable: boolean; engine: string | null; version: string | null };
}

async function readinessOf(name: string, database: DatabaseConnection): Promise<Readiness> {
  try {
    const server = await database.describe();
    return { ready: true, department: name, database: { reachable: true, ...server } };
  } catch {
    return { ready: false, department: name, database: { reachable: false, engine: null, version: null } };
  }
}

/** Creates indexes as soon as the database answers; a department whose database is down tries again every 2 s. */
function keepIndexes(
  database: DatabaseConnection,
  collections: Parameters<typeof ensureIndexes>[1],
  log: Logger,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const attempt = async () => {
    try {
      await ensureIndexes(database.db, collections);
    } catch (err) {
      if (stopped) return;
      log.warn({ err }, 'indexes could not be made yet; trying again in 2 s');
      timer = setTimeout(attempt, 2_000);
    }
  };
  void attempt();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/**
 * Starts a department: listens at once, whether its database answers or not, creates its indexes, and answers
 * `/graphql`, `/health` and `/ready`. Rejects with the system's EADDRINUSE when the port is taken.
 */
export async function startSubgraph<C extends RequestContext>(
  definition: SubgraphDefinition<C>,
  options: StartOptions,
): Promise<RunningSubgraph> {
  const { log, clock = systemClock, verifyCaller = async () => null } = options;
  const database = connectMongo({
    uri: options.databaseUri,
    defaultDatabase: definition.name,
    socketTimeoutMs: options.socketTimeoutMs,
  });
  const observation = new DepartmentObservation(definition.name, log, options.observe);
  observation.watchDatabase(database.client);
  const shared = sharedContext(definition, database, { ...options, clock, observation });
  const graphql = createSubgraph(definition, log, observation);
  await graphql.start();
  await observation.listen();
  const contextOf = async (request: IncomingMessage, requestId: string): Promise<C> =>
    definition.createContext({ ...shared, requestId, caller: await verifyCaller(request) });
  let isEnding = false;
  let isReady = true;
  const handler = createHttpHandler({
    server: graphql,
    contextOf,
    readiness: async () => {
      const readiness = await readinessOf(definition.name, database);
      return { ...readiness, ready: readiness.ready && isReady };
    },
    gate: options.gate,
    observation,
  });
  const http = createHttpServer((request, response) => {
    if (isEnding) response.setHeader('connection', 'close');
    handler(request, response);
  }, options.tls);
  await listen(http, options.port, options.host);
  const stopIndexes = keepIndexes(
    database,
    [...definition.collections, publicBodyCollection, ...journalIndexes],
    log,
  );
  const stopSweep = sweepRegularly(definition, shared, { ...options, observation });
  const { port } = http.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://${options.host}:${port}/graphql`,
    database,
    stop: async (lingerMs = 0) => {
      isEnding = true;
      isReady = lingerMs > 0;
      stopIndexes();
      stopSweep();
      await drainServer(http, { deadlineMs: options.drainMs ?? 5_000, lingerMs });
      await graphql.stop();
      await database.close();
      await observation.close();
    },
  };
}

type SharedContext = Omit<RequestContext, 'caller' | 'requestId'>;

/** What all requests of the process share. */
function sharedContext<C extends RequestContext>(
  definition: SubgraphDefinition<C>,
  { db }: DatabaseConnection,
  {
    clock,
    departmentUrl,
    sign,
    tls,
    observation,
  }: { clock: Clock; observation: DepartmentObservation } & Pick<
    StartOptions,
    'departmentUrl' | 'sign' | 'tls'
  >,
): SharedContext {
  const signerOf = new Map<string, SignRequest | undefined>();
  const collections = new Map(definition.collections.map((each) => [each.name, each]));
  return {
    db,
    clock,
    publicBodies: createPublicBodies(db),
    journal: {
      db,
      queue: createKeyedQueue(),
      collections,
      onVersion: (outcome) => observation.metrics?.version(outcome),
    },
    ask: (department, question) => {
      const url = departmentUrl?.(department);
      if (!url) throw new Error(`no address is configured for the department ${department}`);
      if (!signerOf.has(department)) signerOf.set(department, sign?.(department));
      return observation.asking(department, (headers) =>
        askDepartment({ url, department, headers, sign: signerOf.get(department), tls }, question),
      );
    },
  };
}

function sweepRegularly<C extends RequestContext>(
  definition: SubgraphDefinition<C>,
  shared: SharedContext,
  { log, sweepEveryMs, observation }: StartOptions & { readonly observation: DepartmentObservation },
): () => void {
  const { aggregates = [], repair } = definition;
  if (aggregates.length === 0) return () => undefined;
  return keepSwept({
    db: shared.db,
    collections: shared.journal.collections,
    collectionOfType: new Map(aggregates.map(({ type, collection }) => [type, collection])),
    log,
    everyMs: sweepEveryMs,
    onSwept: (report) => observation.swept(report),
    repair: repair && (() => repair(shared)),
  });
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
