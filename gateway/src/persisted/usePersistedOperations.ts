import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../requestContext';
import type { PersistedOperations } from './PersistedOperations';

/** Is read in place of an operation that is refused, so that nothing of that is; it has a name for the log. */
const refused = 'query NotListed { __typename }';

/**
 * Puts the text that an id stands for in place of the id, and refuses what is not listed, before the server reads
 * anything of it. Every way in goes through the server, so there is no other place where this must hold.
 */
export function usePersistedOperations(persisted: PersistedOperations): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart({ request }) {
      const resolved = persisted.resolve(request);
      if (resolved === null) return;
      if (!(resolved instanceof GraphQLError)) {
        request.query = resolved.query;
        request.extensions = resolved.extensions;
        return;
      }
      request.query = refused;
      request.operationName = undefined;
      request.variables = undefined;
      request.extensions = undefined;
      return {
        async didResolveOperation() {
          throw resolved;
        },
      };
    },
  };
}
