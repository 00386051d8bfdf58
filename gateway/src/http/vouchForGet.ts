import type { HeaderMap } from '@apollo/server';

/** What Apollo Server's prevention of cross-site requests looks for. */
const preflightHeader = 'apollo-require-preflight';

/**
 * Whether a browser made this request for the page of another site without asking first: the browser says so (Fetch
 * Metadata, `sec-fetch-site`), or, where it says nothing, names an origin.
 */
export function isCrossSite(headers: { readonly site?: string; readonly origin?: string }): boolean {
  const { site, origin } = headers;
  return site === undefined ? origin !== undefined : site !== 'same-origin' && site !== 'none';
}

/**
 * Lets a plain GET through the prevention of cross-site requests, as GraphQL over HTTP wants it, when no other site made
 * it. A GET runs queries alone, and who asks is never told by a cookie. What another site makes still needs the header.
 */
export function vouchForGet(headers: HeaderMap): void {
  const isForeign = isCrossSite({ site: headers.get('sec-fetch-site'), origin: headers.get('origin') });
  if (!isForeign && !headers.has(preflightHeader)) headers.set(preflightHeader, 'not a cross-site request');
}
