import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { Logger } from 'pino';
import type { Config } from '../config/config';
import { useCostAnswers } from '../demand/useCostAnswers';
import type { OperationGuards } from '../limits/createOperationLimits';
import { useOperationLimits } from '../limits/useOperationLimits';
import type { FormatError } from '../live/formatAnswer';
import { useEngineAnswers } from '../live/useEngineAnswers';
import { usePhaseSpans } from '../observe/usePhaseSpans';
import type { OpenedOperations } from '../persisted/openPersistedOperations';
import { usePersistedOperations } from '../persisted/usePersistedOperations';
import type { RequestContext } from '../requestContext';
import { stringifyResult } from '../respond/ReadyJson';
import type { SupergraphGateway } from '../supergraph/SupergraphGateway';
import type { RateLimits } from '../traffic/RateLimits';
import { useRateLimits } from '../traffic/useRateLimits';
import { useJsonRequestErrorStatus } from './useJsonRequestErrorStatus';
import { useOperationNames } from './useOperationNames';

/** Nobody reads more, and each costs time. */
const mostValidationErrors = 20;

/** What Apollo Server stands between. */
export interface ApolloServerParts {
  readonly supergraph: SupergraphGateway;
  readonly guards: OperationGuards;
  readonly persisted: OpenedOperations;
  readonly formatError: FormatError;
  readonly rateLimits: RateLimits;
  readonly log: Logger;
}

/** The Apollo Server of this gateway: it parses, validates and formats; the supergraph's engine plans and executes. */
export function createApolloServer(
  config: Config,
  { supergraph, guards, persisted, formatError, rateLimits, log }: ApolloServerParts,
): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    gateway: supergraph,
    nodeEnv: 'production',
    // Who may ask for the schema, and which documents are known, is for the guards to say.
    introspection: true,
    documentStore: null,
    hideSchemaDetailsFromClientErrors: !guards.introspection.isOpen,
    validationOptions: { maxErrors: mostValidationErrors, hideSuggestions: !guards.introspection.isOpen },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: persisted.registered ? { cache: persisted.registered, ttl: null } : false,
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
      usePersistedOperations(persisted.operations),
      useOperationLimits(guards),
      useCostAnswers(guards.costAnswers),
      useOperationNames(),
      ...(config.otlpEndpoint || config.otlpTracesEndpoint ? [usePhaseSpans()] : []),
      useRateLimits(rateLimits, config.rateLimitWindowSeconds),
      useEngineAnswers(supergraph, formatError),
      ...(config.jsonRequestErrorStatus === '200' ? [useJsonRequestErrorStatus<RequestContext>()] : []),
    ],
  });
}
