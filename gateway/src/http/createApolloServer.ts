import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { Logger } from 'pino';
import type { Config } from '../config/config';
import type { FormatError } from '../live/formatAnswer';
import { useEngineAnswers } from '../live/useEngineAnswers';
import type { RequestContext } from '../requestContext';
import { stringifyResult } from '../respond/ReadyJson';
import type { SupergraphGateway } from '../supergraph/SupergraphGateway';
import { useJsonRequestErrorStatus } from './useJsonRequestErrorStatus';
import { useOperationNames } from './useOperationNames';

/** What Apollo Server stands between. */
export interface ApolloServerParts {
  readonly supergraph: SupergraphGateway;
  readonly formatError: FormatError;
  readonly log: Logger;
}

/** The Apollo Server of this gateway: it parses, validates and formats; the supergraph's engine plans and executes. */
export function createApolloServer(
  config: Config,
  { supergraph, formatError, log }: ApolloServerParts,
): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    gateway: supergraph,
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
      useEngineAnswers(supergraph, formatError),
      ...(config.jsonRequestErrorStatus === '200' ? [useJsonRequestErrorStatus<RequestContext>()] : []),
    ],
  });
}
