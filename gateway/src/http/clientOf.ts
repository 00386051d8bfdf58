import type { IncomingHttpHeaders } from 'node:http';

/** The program that asks, as it calls itself; nobody has verified that. */
export interface Client {
  readonly name: string | null;
  readonly version: string | null;
}

/** What may go into log lines and labels as it is. */
const wellFormed = /^[\p{L}\p{N} ._:/@+-]{1,64}$/u;

/**
 * Name and version of the client: `apollographql-client-name` and `-version` as Apollo's clients send them, otherwise
 * `x-client-name` and `x-client-version`. Null where there is none, and for what is no name of at most 64 characters.
 */
export function clientOf(headers: IncomingHttpHeaders): Client {
  return {
    name: word(headers['apollographql-client-name'] ?? headers['x-client-name']),
    version: word(headers['apollographql-client-version'] ?? headers['x-client-version']),
  };
}

function word(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && wellFormed.test(value) ? value : null;
}
