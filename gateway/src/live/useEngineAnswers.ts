import { type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server';
import { errorCodes } from '@lien-thong/schema';
import type { GraphQLError } from 'graphql';
import Negotiator from 'negotiator';
import { isRefused } from '../authorize/refuse';
import type { EngineResponse } from '../engine';
import { explainHeader } from '../engines/createOwnGeneration';
import type { RequestContext } from '../requestContext';
import type { SupergraphGateway } from '../supergraph/SupergraphGateway';
import { type AnswerScope, type FormatError, formatAnswer, formatPayloads } from './formatAnswer';

/** The form in which the engine defers; a client of another form gets everything at once. */
const deferred = 'multipart/mixed; deferSpec=20220824';

type Answer = Pick<GraphQLResponse, 'body'> & { readonly http: { status?: number; headers: HeaderMap } };

/**
 * Lets the engine answer in place of Apollo Server's call of a gateway's executor: an answer may come in parts then,
 * and the request is garbage as soon as it has ended. For the executor, Apollo Server makes an object with accessors on
 * each request; the engine of JavaScript keeps what such accessors close over, which is the whole request with its
 * answer, until the next full collection: two fifths of the time under load went into copying what nobody needed.
 */
export function useEngineAnswers(
  supergraph: SupergraphGateway,
  formatError: FormatError,
): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ request, document, schema, source, operation, contextValue: context }) {
          // The gateway interface says how subscriptions are to be asked.
          if (operation.operation === 'subscription') return null;
          const headers = request.http?.headers;
          const { operationName, variables } = request;
          const answer = await supergraph.answer({
            document,
            schema,
            operationName,
            variables,
            context,
            incremental: source.includes('@defer') && takesParts(headers?.get('accept')),
            explain: headers?.get(explainHeader) === '1',
          });
          return answer && responseOf(answer, { context, formatError });
        },
      };
    },
  };
}

function responseOf(answer: EngineResponse, scope: AnswerScope): Answer {
  const first = formatAnswer(answer, scope);
  const http = { status: statusOf(answer), headers: new HeaderMap() };
  if (!answer.subsequent) return { http, body: { kind: 'single', singleResult: first } };
  return {
    http,
    body: {
      kind: 'incremental',
      initialResult: { ...first, hasNext: true },
      subsequentResults: formatPayloads(answer.subsequent, scope),
    },
  };
}

/** As Apollo Server has it: a request that was not executed, as for its variables, is a bad one; or one that was refused. */
export function statusOf({
  data,
  errors,
}: {
  data?: unknown;
  errors?: readonly GraphQLError[];
}): number | undefined {
  if (errors === undefined || errors.length === 0 || data !== undefined) return undefined;
  return isRefused(errors) ? errorCodes.UNAUTHORIZED_FIELD_OR_TYPE.httpStatus : 400;
}

function takesParts(accept: string | undefined): boolean {
  if (!accept?.includes('multipart/mixed')) return false;
  const offered = [deferred, 'application/json', 'application/graphql-response+json'];
  return new Negotiator({ headers: { accept } }).mediaType(offered) === deferred;
}
