import type { HeaderMap } from '@apollo/server';

/** What Apollo Server's prevention of cross-site requests looks for. */
const preflightHeader = 'apollo-require-preflight';

/**
 * Lets a plain GET through the prevention of cross-site requests, as GraphQL over HTTP wants it: when the browser says
 * that no other site made the request (Fetch Metadata, `sec-fetch-site`), or when no browser made it. A GET runs
 * queries alone, and who asks is never told by a cookie. What another site makes still needs the header.
 */
export function vouchForGet(headers: HeaderMap): void {
  const site = headers.get('sec-fetch-site');
  const isForeign = site === undefined ? headers.has('origin') : site !== 'same-origin' && site !== 'none';
  if (!isForeign && !headers.has(preflightHeader)) headers.set(preflightHeader, 'not a cross-site request');
}
