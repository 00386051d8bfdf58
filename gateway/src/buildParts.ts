import type { Logger } from 'pino';
import { createAuthenticator } from './auth/createAuthenticator';
import { createCallerSigner } from './auth/createCallerSigner';
import { type DepartmentAccess, openDepartmentAccess } from './auth/DepartmentAccess';
import { RequestContexts } from './auth/RequestContexts';
import { readKeys } from './auth/readKeys';
import type { Config } from './config/config';
import { createGeneration } from './engines/createGeneration';
import { dataVersions } from './explorer/freezeAnswer';
import { type ApolloServerParts, createApolloServer } from './http/createApolloServer';
import { createFormatError } from './http/createFormatError';
import { jsonStatus } from './http/useJsonRequestErrorStatus';
import { KnownOperations } from './known/KnownOperations';
import { createOperationLimits } from './limits/createOperationLimits';
import { LiveOperations } from './live/LiveOperations';
import { Observation } from './observe/Observation';
import { openPersistedOperations } from './persisted/openPersistedOperations';
import type { DepartmentObserver } from './resilience/DepartmentObserver';
import { Departments } from './resilience/Departments';
import { policyFrom } from './resilience/policyFrom';
import { loadSupergraph } from './supergraph/loadSupergraph';
import { SupergraphGateway } from './supergraph/SupergraphGateway';
import { createTraffic } from './traffic/createTraffic';

/** What answers operations, whichever way they come in. */
export type Parts = Awaited<ReturnType<typeof buildParts>>;

/** Builds what lies behind HTTP: callers, limits, the supergraph's engine, the departments. Rejects with a ConfigurationError. */
export async function buildParts(config: Config, log: Logger) {
  const { contexts, authenticate } = await createContexts(config, log);
  const traffic = await createTraffic(config, log);
  const { admission, rateLimits } = traffic;
  const formatError = createFormatError(log, { hidesSchema: config.introspection !== 'on' });
  const persisted = await openPersistedOperations(config, log, [dataVersions]);
  const observation = new Observation(config, log);
  const access = await openDepartmentAccess(config, log);
  const departments = createDepartments(config, log, { access, observation });
  const supergraph = createSupergraph(config, log, { access, observation, departments });
  const guards = createOperationLimits(config, (schema) => supergraph.costsOf(schema));
  const serving = { supergraph, guards, persisted, formatError, rateLimits };
  const server = createApolloServer(config, { ...serving, log });
  const live = new LiveOperations({
    server,
    supergraph,
    formatError,
    guards,
    persisted: persisted.operations,
    admission,
    rateLimits,
    limit: config.subscriptionLimit,
  });
  const known = createKnown(config, serving);
  return {
    ...{ contexts, authenticate, traffic, persisted, observation, access },
    ...{ departments, supergraph, guards, server, live, known },
  };
}

/** Null where the engine answers through Apollo Server alone. */
function createKnown(config: Config, parts: Omit<ApolloServerParts, 'log'>): KnownOperations | null {
  if (config.engine !== 'own') return null;
  return new KnownOperations({
    ...parts,
    persisted: parts.persisted.operations,
    rateLimitWindowSeconds: config.rateLimitWindowSeconds,
    statusFor: config.jsonRequestErrorStatus === '200' ? jsonStatus : (status) => status,
  });
}

async function createContexts(config: Config, log: Logger) {
  const { findKey, signing } = await readKeys(config);
  const authenticate = createAuthenticator({
    findKey,
    issuer: config.jwtIssuer,
    audience: config.jwtAudience,
    clockSkewSeconds: config.jwtClockSkewSeconds,
  });
  return { authenticate, contexts: new RequestContexts(authenticate, createCallerSigner(signing), log) };
}

/** The ways to the departments, which supergraphs that follow each other have in common. */
function createDepartments(
  config: Config,
  log: Logger,
  { access, observation }: Pick<SupergraphParts, 'access' | 'observation'>,
): Departments {
  const breaker: DepartmentObserver['breaker'] = (department, state) =>
    log.warn({ department, breaker: state }, `the breaker of department ${department} is ${state}`);
  const stale = config.staleAnswers
    ? { maxAgeMs: config.staleMaxAgeMs, maxBytes: config.staleBytes }
    : undefined;
  return new Departments({
    policyOf: (name) => policyFrom(config, name),
    stale,
    access,
    observer: { ...observation.departments, breaker },
  });
}

interface SupergraphParts {
  readonly access: DepartmentAccess;
  readonly observation: Observation;
  readonly departments: Departments;
}

function createSupergraph(
  config: Config,
  log: Logger,
  { access, observation, departments }: SupergraphParts,
): SupergraphGateway {
  const { calls } = observation;
  const told = calls && {
    onDepartmentRequest: calls.count.bind(calls),
    onDepartmentFailure: calls.fail.bind(calls),
  };
  return new SupergraphGateway({
    log,
    watchedPath: config.watch ? config.supergraph : null,
    load: (knownId) => loadSupergraph(config, knownId),
    createGeneration: (loaded, previous) =>
      createGeneration(loaded, { ...config, log, previous, access, departments, ...told }),
  });
}
