import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { type FieldNode, Kind } from 'graphql';
import { requestCounts } from './requestScope';

/** So many root fields are named in a log line; a command of the gateway has rarely more than one. */
const mostFields = 5;

/** Notes what was asked and which errors there were, for the request's log line and the counters. */
export function useRequestNotes<C extends BaseContext>(): ApolloServerPlugin<C> {
  return {
    async requestDidStart() {
      const counts = requestCounts.getStore();
      if (!counts) return;
      return {
        async didResolveOperation({ operation }) {
          if (!operation) return;
          const fields = operation.selectionSet.selections.filter(
            (selection): selection is FieldNode => selection.kind === Kind.FIELD,
          );
          const names = [...new Set(fields.map(({ name }) => name.value))].slice(0, mostFields);
          counts.operation = `${operation.operation} ${names.join(',')}`;
        },
        async willSendResponse({ response: { body } }) {
          if (body.kind !== 'single') return;
          const { errors = [], data } = body.singleResult;
          if (errors.length > 0 && (data === undefined || data === null)) counts.hasFailed = true;
          for (const { extensions } of errors) {
            const code = typeof extensions?.code === 'string' ? extensions.code : 'none';
            if (!counts.errorCodes?.includes(code)) counts.errorCodes?.push(code);
          }
        },
      };
    },
  };
}
