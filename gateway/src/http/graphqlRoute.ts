import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import { codedError, errorCodes } from '@lien-thong/schema';
import type { Exchange } from './Exchange';
import { acceptsAnyAnswer, answerType } from './negotiate';
import { BodyError, readBody } from './readBody';
import { sendAnswer } from './sendAnswer';
import { vouchForGet } from './vouchForGet';

/** What the GraphQL route is made with. */
export interface GraphQLRouteOptions<C extends BaseContext> {
  readonly server: ApolloServer<C>;
  readonly bodyLimitBytes: number;
  /** How many operations an array may carry; 0 leaves arrays to Apollo Server, which refuses them. */
  readonly batchLimit: number;
  readonly compressFromBytes: number;
  /** Whether a plain GET that no other site made passes the prevention of cross-site requests. */
  readonly letsPlainGetThrough: boolean;
  readonly requestDeadlineMs: number;
  /** Makes the request's context; rejects with UNAUTHENTICATED for a token that cannot be trusted. */
  createContext(exchange: Exchange, signal: AbortSignal): Promise<C>;
  /** Called once the context is there, so that the log can say what was asked. */
  onContext?(exchange: Exchange, context: C): void;
}

/** Answers GraphQL over HTTP: negotiates, reads the body, lets Apollo Server execute, sends; within the deadline. */
export function createGraphQLRoute<C extends BaseContext>(options: GraphQLRouteOptions<C>) {
  return async (exchange: Exchange): Promise<void> => {
    const ending = new AbortController();
    const deadline = setTimeout(() => {
      ending.abort();
      sendError(
        exchange,
        504,
        'REQUEST_TIMEOUT',
        `The request took longer than ${options.requestDeadlineMs} ms.`,
      );
    }, options.requestDeadlineMs);
    const gone = (): void => ending.abort();
    exchange.response.once('close', gone);
    try {
      await answer(exchange, options, ending.signal);
    } finally {
      clearTimeout(deadline);
      exchange.response.off('close', gone);
    }
  };
}

async function answer<C extends BaseContext>(
  exchange: Exchange,
  options: GraphQLRouteOptions<C>,
  signal: AbortSignal,
): Promise<void> {
  const { method = 'GET', headers } = exchange.request;
  // Before anything is executed: a mutation whose answer nobody takes must not run.
  if (method === 'POST' && !acceptsAnyAnswer(headers.accept)) {
    return sendError(
      exchange,
      406,
      'BAD_REQUEST',
      "An 'accept' header was provided for this request which does not accept application/graphql-response+json or application/json.",
    );
  }
  const body = await bodyOf(exchange, options);
  if (body instanceof BodyError) return sendError(exchange, body.status, 'BAD_REQUEST', body.message);
  const incoming = headerMap(exchange);
  if (method === 'GET' && options.letsPlainGetThrough) vouchForGet(incoming);
  const httpGraphQLRequest: HTTPGraphQLRequest = { method, headers: incoming, search: exchange.search, body };
  const response = await options.server.executeHTTPGraphQLRequest({
    httpGraphQLRequest,
    context: async () => {
      const context = await options.createContext(exchange, signal);
      options.onContext?.(exchange, context);
      return context;
    },
  });
  await sendAnswer(exchange, response, options.compressFromBytes);
}

async function bodyOf(
  { request }: Exchange,
  { bodyLimitBytes, batchLimit }: { readonly bodyLimitBytes: number; readonly batchLimit: number },
): Promise<unknown> {
  if (request.method !== 'POST') return undefined;
  try {
    const text = await readBody(request, bodyLimitBytes);
    // Apollo Server refuses a POST without a body: it takes JSON alone.
    if (mediaType(request.headers['content-type']) !== 'application/json' || text === '') return undefined;
    const body: unknown = JSON.parse(text);
    if (batchLimit > 0 && Array.isArray(body) && body.length > batchLimit) {
      return new BodyError(
        400,
        `The array holds ${body.length} operations; at most ${batchLimit} are taken.`,
      );
    }
    return body;
  } catch (error) {
    if (error instanceof BodyError) return error;
    if (error instanceof SyntaxError)
      return new BodyError(400, 'Invalid JSON in the body: send one JSON object.');
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && code.startsWith('Z_'))
      return new BodyError(400, 'The body cannot be unpacked.');
    throw error;
  }
}

/** Sends one coded error as a GraphQL answer in the client's media type. */
export function sendError(
  exchange: Exchange,
  status: number,
  code: keyof typeof errorCodes,
  message: string = errorCodes[code].sentence.en,
): void {
  const type = answerType(exchange.request.headers.accept) ?? 'application/json';
  const { extensions } = codedError(code, { message });
  // Unread bytes of a body that was refused would be taken for the next request.
  if (!exchange.request.complete && !exchange.isOver) exchange.response.setHeader('connection', 'close');
  const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' };
  exchange.end(status, headers, JSON.stringify({ errors: [{ message, extensions }] }));
}

function headerMap({ request }: Exchange): HeaderMap {
  const headers = new HeaderMap();
  for (const name in request.headers) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, typeof value === 'string' ? value : value.join(', '));
  }
  return headers;
}

function mediaType(contentType: string | undefined): string | undefined {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase();
}
