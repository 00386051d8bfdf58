import type { ApolloServerPlugin } from '@apollo/server';
import { noteErrors } from '../observe/RequestNotes';
import type { RequestContext } from '../requestContext';

/** Notes kind and name of each operation in the request's context, and the codes of its errors, for its line in the log. */
export function useOperationNames(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ contextValue, operation, operationName }) {
          contextValue.operations.push(
            `${operation?.operation ?? 'no operation'} ${operationName ?? '(unnamed)'}`,
          );
        },
        async willSendResponse({ contextValue, response: { body } }) {
          const { errors, data } = body.kind === 'single' ? body.singleResult : body.initialResult;
          if (errors) noteErrors(contextValue.notes, errors, data !== undefined && data !== null);
        },
      };
    },
  };
}
