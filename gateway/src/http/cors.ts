import type { Exchange } from './Exchange';

/** How long a browser may remember what it was allowed, in seconds. */
const rememberedSeconds = 86_400;

/**
 * Lets pages of these origins read answers (`*` stands for all). Whether the exchange was a preflight, and is answered.
 * Callers are named by a token that a page must add itself, never by a cookie: credentials stay off.
 */
export function applyCors(exchange: Exchange, origins: readonly string[]): boolean {
  const { origin, 'access-control-request-method': asked } = exchange.request.headers;
  const isPreflight = exchange.request.method === 'OPTIONS';
  if (origin !== undefined && origins.length > 0) {
    const { extraHeaders } = exchange;
    extraHeaders.vary = 'origin';
    const allowed = origins.includes('*') ? '*' : origins.find((candidate) => candidate === origin);
    if (allowed !== undefined) {
      extraHeaders['access-control-allow-origin'] = allowed;
      extraHeaders['access-control-expose-headers'] = 'x-request-id';
      if (isPreflight && asked !== undefined) {
        extraHeaders['access-control-allow-methods'] = 'GET, POST';
        extraHeaders['access-control-allow-headers'] =
          'authorization, content-type, x-request-id, apollo-require-preflight, x-apollo-operation-name, apollographql-client-name, apollographql-client-version, x-client-name, x-client-version, traceparent, tracestate';
        extraHeaders['access-control-max-age'] = String(rememberedSeconds);
      }
    }
  }
  if (isPreflight) exchange.end(204, { allow: 'GET, POST, OPTIONS' }, '');
  return isPreflight;
}
