import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { Agent, fetch as fetchOverTls } from 'undici';
import WebSocket from 'ws';
import type { DepartmentAccess } from '../auth/DepartmentAccess';
import type { Signal } from './Ending';

/** How a department sends the events of its subscriptions. */
export interface SubscriptionTransport {
  readonly protocol: 'sse' | 'graphql-ws';
  /** Where, if not at the department's usual address. */
  readonly url?: string;
}

/** One subscription at one department. */
export interface EventsRequest extends SubscriptionTransport {
  readonly url: string;
  /** The department's name, and as whom it is asked. */
  readonly subgraph?: string;
  readonly access?: DepartmentAccess;
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;
  /** How long the department may take to take the subscription on, milliseconds; events may come whenever they will. */
  readonly beginWithinMs: number;
  /** Ends the subscription at once, also while no event comes. */
  readonly signal?: Signal;
}

/** Events as they come, until the signal. The iteration throws where the department cannot be reached or breaks off. */
export function openEvents(request: EventsRequest): AsyncIterableIterator<unknown> {
  return request.protocol === 'sse' ? openSse(request) : openWs(request);
}

function openSse(request: EventsRequest): AsyncIterableIterator<unknown> {
  const { url, headers, query, variables, signal } = request;
  const client = createSseClient({
    url,
    headers: { ...headers },
    retryAttempts: 0,
    fetchFn: beginning(fetchAs(request), request.beginWithinMs),
  });
  return closing(client.iterate({ query, variables }), () => client.dispose(), signal);
}

/** Gives up a department that sends no head of an answer: it would hold the client, who has no other sign of it, for ever. */
function beginning(send: typeof fetch, withinMs: number): typeof fetch {
  return async (url, init = {}) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`not begun within ${withinMs} ms`)), withinMs);
    const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal;
    try {
      return await send(url, { ...init, signal });
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Sends as whom the gateway asks departments: signed, and with its certificate. */
function fetchAs({ subgraph, access, headers }: EventsRequest): typeof fetch {
  const sign = access?.sign?.(subgraph ?? '');
  const tls = access?.tls;
  if (!sign && !tls) return fetch;
  const send = (tls ? fetchOverTls : fetch) as typeof fetch;
  const dispatcher = tls ? new Agent({ connect: { ...tls } }) : undefined;
  return (url, init = {}) => {
    const { pathname, search } = new URL(String(url));
    const body = typeof init.body === 'string' ? init.body : '';
    const signature = sign?.({ method: init.method ?? 'GET', target: pathname + search, body, headers });
    const signed = { ...init, headers: { ...(init.headers as Record<string, string>), ...signature } };
    return send(url, Object.assign(signed, { dispatcher }));
  };
}

function openWs(request: EventsRequest): AsyncIterableIterator<unknown> {
  const { url, headers, query, variables, signal } = request;
  const client = createWsClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: webSocketAs(request),
    connectionParams: { headers },
    connectionAckWaitTimeout: request.beginWithinMs,
    retryAttempts: 0,
  });
  return closing(client.iterate({ query, variables }), () => void client.dispose(), signal);
}

/** A WebSocket that carries the forwarded headers in its handshake too; departments may look in either place. */
function webSocketAs({
  headers,
  subgraph,
  access,
  beginWithinMs,
}: EventsRequest): new (
  address: string,
  protocols?: string,
) => WebSocket {
  const sign = access?.sign?.(subgraph ?? '');
  return class extends WebSocket {
    constructor(address: string, protocols?: string) {
      const { pathname, search } = new URL(address);
      const signature = sign?.({ method: 'GET', target: pathname + search, body: '', headers });
      super(address, protocols, {
        headers: { ...headers, ...signature },
        handshakeTimeout: beginWithinMs,
        ...access?.tls,
      });
    }
  };
}

/** Lets go of the client however the iteration ends. */
async function* closing(
  events: AsyncIterable<unknown>,
  close: () => void,
  signal: Signal | undefined,
): AsyncIterableIterator<unknown> {
  signal?.addEventListener('abort', close, { once: true });
  try {
    if (!signal?.aborted) yield* events;
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}
