import { randomUUID } from 'node:crypto';

/** A request id that may be taken over from a caller: it goes into log lines and headers as it is. */
const wellFormed = /^[\w.:-]{1,128}$/;

/** The id that the caller gave its request, where it is well formed (1 to 128 of `A-Z a-z 0-9 _ . : -`); otherwise a new one. */
export function requestIdOf(sent: string | readonly string[] | undefined): string {
  return typeof sent === 'string' && wellFormed.test(sent) ? sent : randomUUID();
}
