import { codedError } from '@lien-thong/schema';
import type { Exchange } from '../http/Exchange';
import { searchWithDocumentId } from '../persisted/documentId';
import type { RequestContext } from '../requestContext';
import { stringifyResult } from '../respond/ReadyJson';
import type { SlowReaders } from '../traffic/SlowReaders';
import type { LiveOperations, OperationParams } from './LiveOperations';

/** A line that says nothing goes out so often, in milliseconds: what lies between would close a silent connection. */
const keepAliveMs = 12_000;

/** What one answer by events needs. */
export interface EventsScope {
  readonly live: LiveOperations;
  readonly slowReaders: SlowReaders;
  readonly context: RequestContext;
  readonly abort: AbortController;
}

/**
 * Answers an operation as server-sent events (GraphQL over SSE, distinct connections): `next` for each answer, then
 * `complete`. Ends when the operation does, when the client goes, or when the gateway ends.
 */
export async function answerByEvents(
  exchange: Exchange,
  params: OperationParams,
  { live, slowReaders, context, abort }: EventsScope,
): Promise<void> {
  const { response } = exchange;
  exchange.begin(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    // nginx would wait for more.
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const keepAlive = setInterval(() => {
    if (!response.writableNeedDrain) response.write(':\n\n');
  }, keepAliveMs);
  const leave = live.register(() => abort.abort());
  try {
    for await (const answer of live.answers(params, context)) {
      if (response.destroyed) break;
      const isTaken = response.write(`event: next\ndata: ${stringifyResult(answer)}\n\n`);
      if (!isTaken) await slowReaders.drained(response);
    }
  } finally {
    leave();
    clearInterval(keepAlive);
    response.end('event: complete\ndata:\n\n');
  }
}

/** The operation in a body or in the query of a GET. Throws BAD_REQUEST for anything else. */
export function readOperation({ request, search }: Exchange, body: unknown): OperationParams {
  const given = request.method === 'GET' ? fromSearch(search) : body;
  const { query, operationName, variables, extensions } = (given ?? {}) as Record<string, unknown>;
  const isRecord = typeof variables === 'object' && !Array.isArray(variables);
  const isById = isObject(extensions) && (query === undefined || query === null);
  if (!isById && (typeof query !== 'string' || query === '')) {
    throw codedError('BAD_REQUEST', {
      message: 'An operation is sent as JSON: {"query": "subscription { ... }"}.',
    });
  }
  if (variables !== undefined && !isRecord) {
    throw codedError('BAD_REQUEST', { message: '"variables" is an object.' });
  }
  return {
    query: typeof query === 'string' ? query : '',
    operationName: typeof operationName === 'string' ? operationName : null,
    variables: (variables ?? null) as Record<string, unknown> | null,
    extensions: isObject(extensions) ? extensions : null,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fromSearch(search: string): Record<string, unknown> {
  const params = new URLSearchParams(searchWithDocumentId(search));
  const [variables, extensions] = [params.get('variables'), params.get('extensions')];
  try {
    return {
      query: params.get('query'),
      operationName: params.get('operationName'),
      variables: variables === null ? undefined : JSON.parse(variables),
      extensions: extensions === null ? undefined : JSON.parse(extensions),
    };
  } catch {
    throw codedError('BAD_REQUEST', { message: 'The variables or extensions in the address are not JSON.' });
  }
}
