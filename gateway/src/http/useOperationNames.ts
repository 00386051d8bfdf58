import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../requestContext';

/** Notes kind and name of each operation in the request's context, for its line in the log. */
export function useOperationNames(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ contextValue, operation, operationName }) {
          contextValue.operations.push(
            `${operation?.operation ?? 'no operation'} ${operationName ?? '(unnamed)'}`,
          );
        },
      };
    },
  };
}
