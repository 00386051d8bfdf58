import { randomBytes } from 'node:crypto';
import type { PairKey } from './RequestKeys';
import { contentDigest, coveredComponents, signatureBase, signatureOf } from './signatureBase';

/** A request that is about to be sent. */
export interface OutgoingRequest {
  readonly method: string;
  /** Path and query, as they stand in the first line of the request. */
  readonly target: string;
  /** Empty where there is none. */
  readonly body: string;
  /** By small letters; those that say who asks are signed. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What is sent along. */
export interface RequestSignature {
  readonly 'content-digest': string;
  readonly 'signature-input': string;
  readonly signature: string;
}

/** Signs requests to one receiver, each for one sending; null where the receiver has no key here. */
export type SignRequest = (request: OutgoingRequest) => RequestSignature | null;

/** Makes what signs requests to a receiver, by the receiver's name. */
export type RequestSigner = (receiver: string) => SignRequest;

/**
 * Signs with the keys of a party as RFC 9421 says (`hmac-sha256`), over method, target, body and caller. The nonce is
 * a session, a number that goes up with each request, and the time in milliseconds: so a receiver needs a few bits, not
 * a list, to know what it has seen.
 */
export function createRequestSigner(
  keys: { to(party: string): PairKey | null },
  now: () => number = Date.now,
): RequestSigner {
  return (receiver) => {
    const session = randomBytes(9).toString('base64url').replace(/-/g, '.');
    let count = 0;
    return ({ method, target, body, headers }) => {
      const pair = keys.to(receiver);
      if (!pair) return null;
      count += 1;
      const at = now();
      const nonce = `${session}-${count.toString(36)}-${at.toString(36)}`;
      const digest = contentDigest(body);
      const params = `(${coveredComponents(headers)});created=${Math.floor(at / 1000)};nonce="${nonce}";keyid="${pair.id}";alg="hmac-sha256"`;
      const base = signatureBase({ method, target, digest, headers }, params);
      return {
        'content-digest': digest,
        'signature-input': `sig=${params}`,
        signature: `sig=:${signatureOf(base, pair.secret)}:`,
      };
    };
  };
}
