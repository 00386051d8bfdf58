import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';

/** How a department sends the events of its subscriptions. */
export interface SubscriptionTransport {
  readonly protocol: 'sse' | 'graphql-ws';
  /** Where, if not at the department's usual address. */
  readonly url?: string;
}

/** One subscription at one department. */
export interface EventsRequest extends SubscriptionTransport {
  readonly url: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the subscription at once, also while no event comes. */
  readonly signal?: AbortSignal;
}

/** Events as they come, until the signal. The iteration throws where the department cannot be reached or breaks off. */
export function openEvents(request: EventsRequest): AsyncIterableIterator<unknown> {
  return request.protocol === 'sse' ? openSse(request) : openWs(request);
}

function openSse({ url, headers, query, variables, signal }: EventsRequest): AsyncIterableIterator<unknown> {
  const client = createSseClient({ url, headers: { ...headers }, retryAttempts: 0 });
  return closing(client.iterate({ query, variables }), () => client.dispose(), signal);
}

function openWs({ url, headers, query, variables, signal }: EventsRequest): AsyncIterableIterator<unknown> {
  const client = createWsClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: webSocketWith(headers),
    connectionParams: { headers },
    retryAttempts: 0,
  });
  return closing(client.iterate({ query, variables }), () => void client.dispose(), signal);
}

/** A WebSocket that carries the forwarded headers in its handshake too; departments may look in either place. */
function webSocketWith(
  headers: Readonly<Record<string, string>>,
): new (
  address: string,
  protocols?: string,
) => WebSocket {
  return class extends WebSocket {
    constructor(address: string, protocols?: string) {
      super(address, protocols, { headers: { ...headers } });
    }
  };
}

/** Lets go of the client however the iteration ends. */
async function* closing(
  events: AsyncIterable<unknown>,
  close: () => void,
  signal: AbortSignal | undefined,
): AsyncIterableIterator<unknown> {
  signal?.addEventListener('abort', close, { once: true });
  try {
    if (!signal?.aborted) yield* events;
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}
