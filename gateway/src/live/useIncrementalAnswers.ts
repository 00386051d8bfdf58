import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import Negotiator from 'negotiator';
import type { RequestContext } from '../requestContext';
import type { SupergraphGateway } from '../supergraph/SupergraphGateway';
import { type FormatError, formatAnswer, formatPayloads } from './formatAnswer';

/** The form in which the engine defers; a client of another form gets everything at once. */
const deferred = 'multipart/mixed; deferSpec=20220824';

/** Answers queries with `@defer` in parts, where the client takes them and the engine can. */
export function useIncrementalAnswers(
  supergraph: SupergraphGateway,
  formatError: FormatError,
): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ request, document, schema, source, contextValue: context }) {
          const accept = request.http?.headers.get('accept');
          if (!source.includes('@defer') || !takesParts(accept)) return null;
          const { operationName, variables } = request;
          const execution = { document, schema, operationName, variables, context };
          const answer = await supergraph.executeIncrementally(execution);
          if (!answer) return null;
          const scope = { context, formatError };
          const first = formatAnswer(answer, scope);
          const http = { headers: new HeaderMap() };
          if (!answer.subsequent) return { http, body: { kind: 'single', singleResult: first } };
          return {
            http,
            body: {
              kind: 'incremental',
              initialResult: { ...first, hasNext: true },
              subsequentResults: formatPayloads(answer.subsequent, scope),
            },
          };
        },
      };
    },
  };
}

function takesParts(accept: string | undefined): boolean {
  if (!accept?.includes('multipart/mixed')) return false;
  const offered = [deferred, 'application/json', 'application/graphql-response+json'];
  return new Negotiator({ headers: { accept } }).mediaType(offered) === deferred;
}
