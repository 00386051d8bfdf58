import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { answerType } from './negotiate';

/** Errors of a request that was understood as HTTP: the answer is a well-formed GraphQL response. */
const requestErrors = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'OPERATION_TOO_LARGE',
  'COST_LIMIT_EXCEEDED',
  'INTROSPECTION_DISABLED',
]);

/**
 * GraphQL over HTTP, "application/json": a client that takes plain JSON cannot tell a GraphQL answer from that of a
 * proxy by anything but the status, so parse, validation and coercion errors come with 200 there. Apollo Server sends 400.
 */
export function useJsonRequestErrorStatus<C extends BaseContext>(): ApolloServerPlugin<C> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response: { body, http } }) {
          if (http.status === undefined || body.kind !== 'single') return;
          const accept = request.http?.headers.get('accept');
          http.status = jsonStatus(http.status, accept, body.singleResult.errors);
        },
      };
    },
  };
}

/** The status of an answer of that status and these errors for a client that takes plain JSON. */
export function jsonStatus(
  status: number,
  accept: string | undefined,
  errors: readonly GraphQLFormattedError[] = [],
): number {
  if (status !== 400) return status;
  const areRequestErrors = errors.every(({ extensions }) => requestErrors.has(String(extensions?.code)));
  // Only the client that names the type is meant: where any will do, the status may speak.
  const namesJson = accept?.includes('application/json') && answerType(accept) === 'application/json';
  return areRequestErrors && namesJson ? 200 : status;
}
