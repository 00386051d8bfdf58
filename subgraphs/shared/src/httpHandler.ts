import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import { errorCodes } from '@lien-thong/schema';
import { GraphQLError } from 'graphql';
import type { RequestContext } from './context';
import type { DepartmentObservation } from './observe/DepartmentObservation';
import type { RequestCounts } from './observe/requestScope';
import type { RequestGate } from './requests/createRequestGate';

/** Largest request body that a department reads, bytes. Entity fetches for a full page stay far below it. */
const maxBodyBytes = 10_000_000;

/** What the HTTP layer of a department answers with. */
export interface HttpHandlerOptions<C extends RequestContext> {
  readonly server: ApolloServer<C>;
  /** Makes the context of one request. Throws a coded error for a caller whose token does not verify. */
  readonly contextOf: (request: IncomingMessage, requestId: string) => Promise<C>;
  /** The body of `GET /ready`, and whether it is 200 or 503. */
  readonly readiness: () => Promise<{ ready: boolean }>;
  /** Whom operations are taken from; null takes them from everybody. */
  readonly gate?: RequestGate | null;
  readonly observation: DepartmentObservation;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(text);
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function answerGraphQL<C extends RequestContext>(
  options: HttpHandlerOptions<C>,
  { request, response, counts }: Exchange,
): Promise<void> {
  const checkBody = options.gate?.(request);
  const bytes = await readBody(request);
  if (bytes === null) {
    const message = `The body is larger than ${maxBodyBytes} bytes.`;
    return sendJson(response, 413, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
  }
  await checkBody?.(bytes);
  const text = bytes.toString('utf8');
  const { requestId } = counts;
  const { status, headers, body } = await options.server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      search: new URL(request.url ?? '/', 'http://department').search,
      body: text === '' ? undefined : parsedJson(text),
    },
    context: () => options.contextOf(request, requestId),
  });
  response.statusCode = status ?? 200;
  for (const [name, value] of headers) response.setHeader(name, value);
  response.setHeader('x-request-id', requestId);
  response.setHeader('x-database-commands', String(counts.databaseCommands));
  if (body.kind === 'complete') {
    response.end(body.string);
    return;
  }
  for await (const chunk of body.asyncIterator) response.write(chunk);
  response.end();
}

/** One request, what it is answered with, and what is counted of it. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly counts: RequestCounts & { readonly requestId: string };
}

/** Answers `/graphql` (also `/`), `/health` and `/ready`; anything else is 404 with the list of these. */
export function createHttpHandler<C extends RequestContext>(options: HttpHandlerOptions<C>): RequestListener {
  return (request, response) => {
    route(options, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else if (isUntrusted(error)) sendUntrusted(response, error);
      else sendJson(response, 500, { errors: [{ message: errorCodes.INTERNAL_SERVER_ERROR.sentence.en }] });
    });
  };
}

function isUntrusted(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && error.extensions.code === 'UNTRUSTED_SENDER';
}

/** So that the log and the counters tell of whoever tries. */
function noteRefusal(counts: RequestCounts, { extensions }: GraphQLError): void {
  counts.operation = `refused ${String(extensions.reason)}`;
  counts.errorCodes?.push('UNTRUSTED_SENDER');
}

/** The rest of a body that nobody wants is not waited for. */
function sendUntrusted(response: ServerResponse, { message, extensions }: GraphQLError): void {
  response.setHeader('connection', 'close');
  sendJson(response, errorCodes.UNTRUSTED_SENDER.httpStatus, { errors: [{ message, extensions }] });
}

async function route<C extends RequestContext>(
  options: HttpHandlerOptions<C>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://department');
  if (pathname === '/graphql' || pathname === '/') {
    return options.observation.run(request, response, (counts) =>
      answerGraphQL(options, { request, response, counts }).catch((error: unknown) => {
        if (isUntrusted(error)) noteRefusal(counts, error);
        throw error;
      }),
    );
  }
  if (pathname === '/health') return sendJson(response, 200, { status: 'alive' });
  if (pathname === '/ready') {
    const readiness = await options.readiness();
    return sendJson(response, readiness.ready ? 200 : 503, readiness);
  }
  sendJson(response, 404, { error: `There is nothing at ${pathname}. Try /graphql, /health or /ready.` });
}
