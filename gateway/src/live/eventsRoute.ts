import type { Signal } from '../execute/Ending';
import type { Exchange } from '../http/Exchange';
import { BodyError } from '../http/readBody';
import { readGraphQLBody } from '../http/readGraphQLBody';
import { sendError, sendThrown } from '../http/sendError';
import { isCrossSite } from '../http/vouchForGet';
import type { RequestContext } from '../requestContext';
import type { SlowReaders } from '../traffic/SlowReaders';
import { answerByEvents, readOperation } from './answerByEvents';
import type { LiveOperations } from './LiveOperations';

/** What the route of events is made with. */
export interface EventsRouteOptions {
  readonly live: LiveOperations;
  readonly slowReaders: SlowReaders;
  readonly bodyLimitBytes: number;
  /** Makes the request's context; rejects with UNAUTHENTICATED for a token that cannot be trusted. */
  createContext(exchange: Exchange, signal: Signal): Promise<RequestContext>;
}

/** As over plain HTTP: what writes is sent by POST. */
function refuseMutation(exchange: Exchange): void {
  exchange.extraHeaders.allow = 'POST';
  const message = 'GET requests only support query and subscription operations, not mutation operations';
  sendError(exchange, { code: 'BAD_REQUEST', status: 405, message });
}

/** Answers a GraphQL request whose client takes server-sent events. Errors before the first event have their status. */
export function createEventsRoute(options: EventsRouteOptions) {
  const { live, slowReaders, bodyLimitBytes, createContext } = options;
  return async (exchange: Exchange): Promise<void> => {
    const { request, response } = exchange;
    const { 'sec-fetch-site': site, origin } = request.headers;
    if (request.method === 'GET' && isCrossSite({ site: site?.toString(), origin })) {
      const message =
        'A page of another site asks for events by POST, with JSON, where its origin is allowed.';
      return sendError(exchange, { code: 'BAD_REQUEST', message });
    }
    const body = await readGraphQLBody(request, { bodyLimitBytes, batchLimit: 0 });
    if (body instanceof BodyError) {
      return sendError(exchange, { code: 'BAD_REQUEST', status: body.status, message: body.message });
    }
    const abort = new AbortController();
    response.once('close', () => abort.abort());
    try {
      const params = readOperation(exchange, body);
      if (request.method === 'GET' && (await live.isMutation(params))) return refuseMutation(exchange);
      const context = await createContext(exchange, abort.signal);
      await answerByEvents(exchange, params, { live, slowReaders, context, abort });
    } catch (error) {
      if (response.headersSent) throw error;
      sendThrown(exchange, error);
    }
  };
}
