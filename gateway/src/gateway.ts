import type { Ending, WorkersStanding } from '@lien-thong/subgraph-kit';
import type { Logger } from 'pino';
import type { RequestContexts } from './auth/RequestContexts';
import { buildParts, type Parts } from './buildParts';
import type { Config } from './config/config';
import { DepartmentProbes } from './departments/DepartmentProbes';
import { executeAnonymously } from './explorer/executeAnonymously';
import { FrozenStore } from './explorer/FrozenStore';
import { createFrozenRoutes } from './explorer/frozenRoutes';
import { applyCors } from './http/cors';
import { createExplorerRoutes } from './http/explorerRoutes';
import { createGraphQLRoute } from './http/graphqlRoute';
import { HttpServer } from './http/HttpServer';
import { prefersEvents } from './http/negotiate';
import { createProbeRoutes } from './http/probeRoutes';
import { createRouter, type Route } from './http/router';
import { readStaticFiles } from './http/StaticFiles';
import { sendError } from './http/sendError';
import { createEventsRoute } from './live/eventsRoute';
import { WebSockets } from './live/WebSockets';
import { standingOf } from './observe/standingOf';
import type { RequestContext } from './requestContext';

/** A gateway that is built and does not listen yet. */
export interface Gateway {
  /** Listens, and answers with the port. Until `load` has ended, operations are NOT_READY. */
  listen(): Promise<number>;
  /** Loads the supergraph. Rejects with INVALID_SUPERGRAPH and its reasons. */
  load(): Promise<void>;
  /** Takes the supergraph file as it is now; a broken one is refused and logged. */
  reload(): Promise<void>;
  /**
   * Turns /ready to 503, lets requests in flight end within the deadline, then closes everything; once, however often it
   * is called. Where another process has taken its place, the service stays ready, and connections linger.
   */
  stop(ending?: Ending): Promise<void>;
}

/**
 * Builds a gateway: client -> http -> auth -> Apollo Server -> supergraph's engine -> departments -> respond.
 * Rejects with a ConfigurationError where a key file cannot be used.
 */
export async function createGateway(config: Config, log: Logger, workers: Workers = alone): Promise<Gateway> {
  const parts = await buildParts(config, log);
  const { contexts, authenticate, traffic, persisted, observation, access, departments } = parts;
  const { supergraph, guards, server, live, known } = parts;
  const probes = new DepartmentProbes(access);
  let isDraining = false;
  const sockets = new WebSockets({
    live,
    log,
    authenticate,
    textOf: (asked) => persisted.operations.textOf(asked),
    read: (query) => guards.documents.parse(query),
    messageLimitBytes: config.bodyLimitBytes,
    connectionLimit: config.subscriptionLimit,
    corsOrigins: config.corsOrigins,
    isReady: () => supergraph.served !== null && !isDraining,
    sendDeadlineMs: config.sendDeadlineMs,
    addressOf: traffic.addressOf,
    createContext: (asking, signal) => contexts.ofCaller(asking, signal),
    observation,
  });
  const http = new HttpServer({
    log,
    limits: config,
    slowReaders: traffic.slowReaders,
    addressOf: traffic.addressOf,
    answer: createRouter([
      graphqlRoute(config, parts),
      ...frozenRoutes(config, parts),
      ...createProbeRoutes(
        () => ({
          served: supergraph.served,
          isDraining,
          engine: config.engine,
          workers: workers.standing(),
          departments,
        }),
        probes,
      ),
      ...createExplorerRoutes(await readStaticFiles(config.explorer)),
    ]),
    upgrade: (request, socket, head) => sockets.upgrade(request, socket, head),
  });
  const stop = async ({ isReplaced, lingerMs }: Ending): Promise<void> => {
    isDraining = !isReplaced;
    http.startDraining();
    if (!isReplaced) await new Promise((resolve) => setTimeout(resolve, config.drainDelayMs));
    live.stop();
    await Promise.all([sockets.close(), http.close({ deadlineMs: config.drainDeadlineMs, lingerMs })]);
    if (supergraph.served) await server.stop();
    await probes.close();
    traffic.close();
    await persisted.close();
    access.close();
    await observation.close();
  };
  let stopped: Promise<void> | null = null;
  return {
    listen: async () => {
      await observation.listen(
        standingOf({ supergraph, http, sockets, live, probes, observation, departments, traffic, known }),
      );
      return http.listen(config.port, config.host);
    },
    load: () => server.start(),
    reload: () => supergraph.reload(),
    stop: (ending = { isReplaced: false, lingerMs: 0 }) => {
      stopped ??= stop(ending);
      return stopped;
    },
  };
}

/** What a gateway knows of the processes beside it that serve the same port. */
export interface Workers {
  standing(): WorkersStanding | null;
}

const alone: Workers = { standing: () => null };

/** The way in for operations: cross-origin rules and readiness first, then one answer, several parts, or events. */
function graphqlRoute(config: Config, parts: Parts): Route {
  const { server, supergraph, live, contexts, traffic, observation, known } = parts;
  const { slowReaders, rateLimits } = traffic;
  const createContext: RequestContexts['ofExchange'] = (exchange, signal) =>
    contexts.ofExchange(exchange, signal).catch((error) => {
      // A token that is refused costs its sender something: tokens are not to be tried out.
      rateLimits.note({ caller: null, address: exchange.address }, 1);
      throw error;
    });
  const answer = createGraphQLRoute<RequestContext>({
    ...config,
    letsPlainGetThrough: true,
    slowReaders,
    server,
    createContext,
    answerAhead: known ? known.answerAhead.bind(known) : undefined,
  });
  const answerEvents = createEventsRoute({ ...config, live, slowReaders, createContext });
  return {
    path: '/graphql',
    methods: ['GET', 'POST', 'OPTIONS'],
    handle: async (exchange) => {
      if (applyCors(exchange, config.corsOrigins)) return;
      observation.watch(exchange);
      if (!supergraph.served) return sendError(exchange, { code: 'NOT_READY' });
      if (!prefersEvents(exchange.request.headers.accept))
        return traffic.answer(exchange, () => answer(exchange));
      if (!traffic.refuses(exchange)) await answerEvents(exchange);
    },
  };
}

/** Answers that are kept to be cited: read anew as a caller without any rights, within the deadline of a request. */
function frozenRoutes(config: Config, { server, supergraph, contexts, traffic }: Parts): Route[] {
  const limits = { answerBytes: config.frozenAnswerBytes, totalBytes: config.frozenTotalBytes };
  const routes = createFrozenRoutes({
    store: new FrozenStore(config.frozen, limits),
    bodyLimitBytes: config.bodyLimitBytes,
    isReady: () => supergraph.served !== null,
    executeFor: (exchange) => {
      const signal = AbortSignal.timeout(config.requestDeadlineMs);
      return executeAnonymously(server, () => contexts.anonymous(exchange, signal));
    },
  });
  return routes.map((route) => ({
    ...route,
    handle: (exchange) => traffic.answer(exchange, () => route.handle(exchange)),
  }));
}
