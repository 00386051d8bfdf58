import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationDefinitionNode } from 'graphql';
import { noteErrors } from '../observe/RequestNotes';
import type { RequestContext } from '../requestContext';

/** Notes kind and name of each operation in the request's context, and the codes of its errors, for its line in the log. */
export function useOperationNames(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ contextValue, operation }) {
          contextValue.operations.push(operationLabel(operation));
        },
        async willSendResponse({ contextValue, response: { body } }) {
          const { errors, data } = body.kind === 'single' ? body.singleResult : body.initialResult;
          if (errors) noteErrors(contextValue.notes, errors, data !== undefined && data !== null);
        },
      };
    },
  };
}

/** An operation as the log names it, as `query Programme360`. */
export function operationLabel(operation: OperationDefinitionNode | undefined): string {
  return `${operation?.operation ?? 'no operation'} ${operation?.name?.value ?? '(unnamed)'}`;
}
