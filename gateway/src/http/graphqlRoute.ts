import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import { Ending, type Signal } from '../execute/Ending';
import { noteErrorText } from '../observe/RequestNotes';
import { searchWithDocumentId } from '../persisted/documentId';
import type { Exchange } from './Exchange';
import { type AnswerType, acceptsParts, answerType } from './negotiate';
import { BodyError } from './readBody';
import { type BodyLimits, readGraphQLBody } from './readGraphQLBody';
import { type SendOptions, sendAnswer, sendWhole, type WholeAnswer } from './sendAnswer';
import { sendError } from './sendError';
import { vouchForGet } from './vouchForGet';

/** What the GraphQL route is made with. */
export interface GraphQLRouteOptions<C extends BaseContext> extends BodyLimits, SendOptions {
  readonly server: ApolloServer<C>;
  /** Whether a plain GET that no other site made passes the prevention of cross-site requests. */
  readonly letsPlainGetThrough: boolean;
  readonly requestDeadlineMs: number;
  /** Makes the request's context; rejects with UNAUTHENTICATED for a token that cannot be trusted. */
  createContext(exchange: Exchange, signal: Signal): Promise<C>;
  /** Answers a POST ahead of Apollo Server; null where that has to look, and gets the same context then. */
  answerAhead?(exchange: Exchange, asked: AskedAhead<C>): Promise<WholeAnswer | null>;
}

/** A POST as it was understood so far. */
export interface AskedAhead<C> {
  /** What the answer in one piece is sent as. */
  readonly type: AnswerType;
  readonly body: unknown;
  /** The request's context, made where it is first asked for. */
  context(): Promise<C>;
}

/** Answers GraphQL over HTTP: negotiates, reads the body, lets Apollo Server execute, sends; within the deadline. */
export function createGraphQLRoute<C extends BaseContext>(options: GraphQLRouteOptions<C>) {
  const { requestDeadlineMs } = options;
  return async (exchange: Exchange): Promise<void> => {
    const ending = new Ending();
    const deadline = setTimeout(() => {
      ending.abort();
      const message = `The request took longer than ${requestDeadlineMs} ms.`;
      sendError(exchange, { code: 'REQUEST_TIMEOUT', message });
    }, requestDeadlineMs);
    const gone = (): void => ending.abort();
    exchange.response.once('close', gone);
    try {
      await answer(exchange, options, ending);
    } finally {
      clearTimeout(deadline);
      exchange.response.off('close', gone);
    }
  };
}

/** Begins as Apollo Server's own message does, which clients may know. */
const notAcceptable =
  "An 'accept' header was provided for this request which does not accept application/graphql-response+json or application/json.";

async function answer<C extends BaseContext>(
  exchange: Exchange,
  options: GraphQLRouteOptions<C>,
  signal: Signal,
): Promise<void> {
  const { method = 'GET', headers } = exchange.request;
  // Before anything is executed: a mutation whose answer nobody takes must not run.
  const type = method === 'POST' ? answerType(headers.accept) : null;
  if (method === 'POST' && type === null && !acceptsParts(headers.accept)) {
    return sendError(exchange, { code: 'BAD_REQUEST', status: 406, message: notAcceptable });
  }
  const body = await readGraphQLBody(exchange.request, options);
  if (body instanceof BodyError) {
    return sendError(exchange, { code: 'BAD_REQUEST', status: body.status, message: body.message });
  }
  let made: Promise<C> | undefined;
  const context = (): Promise<C> => {
    made ??= options.createContext(exchange, signal);
    return made;
  };
  const ahead = type && (await options.answerAhead?.(exchange, { type, body, context }));
  if (ahead) return sendWhole(exchange, ahead, options.compressFromBytes);
  const incoming = headerMap(exchange);
  if (method === 'GET' && options.letsPlainGetThrough) vouchForGet(incoming);
  const search = searchWithDocumentId(exchange.search);
  const httpGraphQLRequest: HTTPGraphQLRequest = { method, headers: incoming, search, body };
  const response = await options.server.executeHTTPGraphQLRequest({ httpGraphQLRequest, context });
  // What was refused before there was a request of GraphQL has passed none of the server's hooks.
  if (
    (response.status ?? 200) >= 400 &&
    exchange.notes.errorCodes.length === 0 &&
    response.body.kind === 'complete'
  )
    noteErrorText(exchange.notes, response.body.string);
  await sendAnswer(exchange, response, options);
}

function headerMap({ request }: Exchange): HeaderMap {
  const headers = new HeaderMap();
  for (const name in request.headers) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, typeof value === 'string' ? value : value.join(', '));
  }
  return headers;
}
