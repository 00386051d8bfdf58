import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { Logger } from 'pino';
import { type Authenticator, createAuthenticator } from './auth/createAuthenticator';
import { type CallerSigner, createCallerSigner } from './auth/createCallerSigner';
import { readKeys } from './auth/readKeys';
import type { Config } from './config';
import { DepartmentProbes } from './departments/DepartmentProbes';
import { createGeneration } from './engines/createGeneration';
import { executeAnonymously } from './explorer/executeAnonymously';
import { FrozenStore } from './explorer/FrozenStore';
import { createFrozenRoutes } from './explorer/frozenRoutes';
import { applyCors } from './http/cors';
import { createFormatError } from './http/createFormatError';
import type { Exchange } from './http/Exchange';
import { createExplorerRoutes } from './http/explorerRoutes';
import { createGraphQLRoute, sendError } from './http/graphqlRoute';
import { HttpServer } from './http/HttpServer';
import { createProbeRoutes } from './http/probeRoutes';
import { createRouter, type Route } from './http/router';
import { readStaticFiles } from './http/StaticFiles';
import { summaryOf } from './http/summaryOf';
import { useJsonRequestErrorStatus } from './http/useJsonRequestErrorStatus';
import { useOperationNames } from './http/useOperationNames';
import { useIncrementalAnswers } from './live/useIncrementalAnswers';
import type { RequestContext } from './requestContext';
import { stringifyResult } from './respond/ReadyJson';
import { loadSupergraph } from './supergraph/loadSupergraph';
import { SupergraphGateway } from './supergraph/SupergraphGateway';

/** A gateway that is built and does not listen yet. */
export interface Gateway {
  /** Listens, and answers with the port. Until `load` has ended, operations are NOT_READY. */
  listen(): Promise<number>;
  /** Loads the supergraph. Rejects with INVALID_SUPERGRAPH and its reasons. */
  load(): Promise<void>;
  /** Takes the supergraph file as it is now; a broken one is refused and logged. */
  reload(): Promise<void>;
  /** Turns /ready to 503, lets requests in flight end within the deadline, then closes everything. */
  stop(): Promise<void>;
}

/** Builds a gateway. Rejects with a ConfigurationError where a key file cannot be used. */
export async function createGateway(config: Config, log: Logger): Promise<Gateway> {
  const keys = await readKeys(config);
  const files = await readStaticFiles(config.explorer);
  const supergraph = createSupergraph(config, log);
  const server = createApolloServer(config, supergraph, log);
  const probes = new DepartmentProbes();
  const authenticate = createAuthenticator({
    findKey: keys.findKey,
    issuer: config.jwtIssuer,
    audience: config.jwtAudience,
    clockSkewSeconds: config.jwtClockSkewSeconds,
  });
  let isDraining = false;
  const standing = () => ({ served: supergraph.served, isDraining, engine: config.engine });
  const parts = { server, supergraph, authenticate, signCaller: createCallerSigner(keys.signing) };
  const route = createRouter([
    graphqlRoute(config, parts),
    ...frozenRoutes(config, parts),
    ...createProbeRoutes(standing, probes),
    ...createExplorerRoutes(files),
  ]);
  const http = new HttpServer({ log, answer: route });
  return {
    listen: () => http.listen(config.port, config.host),
    load: () => server.start(),
    reload: () => supergraph.reload(),
    stop: async () => {
      isDraining = true;
      http.startDraining();
      await new Promise((resolve) => setTimeout(resolve, config.drainDelayMs));
      await http.close(config.drainDeadlineMs);
      if (supergraph.served) await server.stop();
      await probes.close();
    },
  };
}

function createSupergraph(config: Config, log: Logger): SupergraphGateway {
  return new SupergraphGateway({
    log,
    watchedPath: config.watch ? config.supergraph : null,
    load: () => loadSupergraph(config),
    createGeneration: (loaded, previous) => createGeneration(loaded, { ...config, log, previous }),
  });
}

function createApolloServer(
  config: Config,
  gateway: SupergraphGateway,
  log: Logger,
): ApolloServer<RequestContext> {
  const formatError = createFormatError(log);
  return new ApolloServer<RequestContext>({
    gateway,
    nodeEnv: 'production',
    introspection: config.introspection,
    hideSchemaDetailsFromClientErrors: !config.introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    allowBatchedHttpRequests: config.batchLimit > 0,
    csrfPrevention: config.csrfPrevention,
    logger: {
      debug: () => {},
      info: () => {},
      warn: (message) => log.warn(message),
      error: (message) => log.error(message),
    },
    stringifyResult,
    formatError,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      useOperationNames(),
      useIncrementalAnswers(gateway, formatError),
      ...(config.jsonRequestErrorStatus === '200' ? [useJsonRequestErrorStatus<RequestContext>()] : []),
    ],
  });
}

interface GraphQLRouteParts {
  readonly server: ApolloServer<RequestContext>;
  readonly supergraph: SupergraphGateway;
  readonly authenticate: Authenticator;
  readonly signCaller: CallerSigner;
}

/** The path of an operation: cross-origin rules, readiness, then caller and context for Apollo Server and the engine. */
function graphqlRoute(config: Config, parts: GraphQLRouteParts): Route {
  const answer = createGraphQLRoute<RequestContext>({
    ...config,
    letsPlainGetThrough: true,
    server: parts.server,
    createContext: (exchange, signal) => createContext(exchange, signal, parts),
  });
  return {
    path: '/graphql',
    handle: async (exchange) => {
      if (applyCors(exchange, config.corsOrigins)) return;
      if (!parts.supergraph.served) return sendError(exchange, 503, 'NOT_READY');
      await answer(exchange);
    },
  };
}

/** Answers that are kept to be cited: read anew as a caller without any rights, within the deadline of a request. */
function frozenRoutes(config: Config, parts: GraphQLRouteParts): Route[] {
  const limits = { answerBytes: config.frozenAnswerBytes, totalBytes: config.frozenTotalBytes };
  return createFrozenRoutes({
    store: new FrozenStore(config.frozen, limits),
    bodyLimitBytes: config.bodyLimitBytes,
    isReady: () => parts.supergraph.served !== null,
    executeFor: (exchange) => {
      const signal = AbortSignal.timeout(config.requestDeadlineMs);
      return executeAnonymously(parts.server, async () => contextOf(exchange, signal, anonymous));
    },
  });
}

/** The context of whoever asks. Rejects with UNAUTHENTICATED for a token that cannot be trusted. */
async function createContext(
  exchange: Exchange,
  signal: AbortSignal,
  { authenticate, signCaller }: GraphQLRouteParts,
): Promise<RequestContext> {
  const caller = await authenticate(exchange.request.headers.authorization);
  const context = contextOf(exchange, signal, { caller, callerHeaders: await signCaller(caller) });
  exchange.summary = () => summaryOf(context);
  return context;
}

const anonymous = { caller: null, callerHeaders: {} };

function contextOf(
  { requestId, log }: Exchange,
  signal: AbortSignal,
  asking: Pick<RequestContext, 'caller' | 'callerHeaders'>,
): RequestContext {
  return { requestId, log, signal, ...asking, departmentsAsked: new Set(), operations: [] };
}
