import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { isObject } from '../answer/Answer';
import { endpoint } from '../answer/runOperation';
import { keepResult } from './lastResult';

/** Asks the gateway to send its plan along; the editor is where people look at it. */
const explain = { 'x-lien-thong-explain': '1', 'graphql-client-name': 'explorer-editor' };

/** Sends what the editor runs, and keeps each single answer for the panels of plan and table. */
export function createFetcher(): Fetcher {
  // The scheme of a socket follows that of the page: http to ws, https to wss.
  const subscriptionUrl = endpoint.replace(/^http/, 'ws');
  const send = createGraphiQLFetcher({ url: endpoint, headers: explain, subscriptionUrl });
  return async (request, options) => {
    const started = performance.now();
    const keep = (body: unknown) => {
      if (!isObject(body) || !('data' in body || 'errors' in body)) return;
      keepResult({
        query: request.query,
        operationName: request.operationName ?? undefined,
        variables: isObject(request.variables) ? request.variables : {},
        body,
        tookMs: performance.now() - started,
      });
    };
    const result = await send(request, options);
    if (isAsyncIterable(result)) return eachKept(result, keep);
    keep(result);
    return result;
  };
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Hands every part of an answer on, and keeps those that stand for themselves. */
async function* eachKept(parts: AsyncIterable<unknown>, keep: (part: unknown) => void) {
  for await (const part of parts) {
    keep(part);
    yield part as never;
  }
}
