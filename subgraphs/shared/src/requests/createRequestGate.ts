import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { codedError } from '@lien-thong/schema';
import { ReplayGuard, type ReplayOutcome, type Replays, standardTimes } from './ReplayGuard';
import type { PairKey } from './RequestKeys';
import { contentDigest, coveredComponents, signatureBase, signatureOf } from './signatureBase';

/** Why a request was refused. */
export type RequestProblem =
  | 'unsigned'
  | 'malformed'
  | 'unknown-key'
  | 'expired'
  | 'not-yet-valid'
  | 'body'
  | 'signature'
  | 'replayed'
  | 'too-many-senders';

/** What of a request is looked at before its body is read. */
export interface IncomingRequest {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingHttpHeaders;
}

/** Looks at the body of a request whose head was in order; answers the sender's name. Throws, or rejects, as the gate does. */
export type BodyCheck = (body: Buffer) => string | null | Promise<string>;

/**
 * Lets requests in that a known sender has signed, each once. Looks at the head first, so that nobody else's body is
 * read. Throws UNTRUSTED_SENDER (401) with the reason in `extensions.reason`.
 */
export type RequestGate = (request: IncomingRequest) => BodyCheck;

/** What a gate is made with. */
export interface RequestGateOptions {
  /** Takes requests without a signature too, from `null`; a signature that is there must still be right. */
  readonly letsUnsignedThrough?: boolean;
  /** How old a request may be, milliseconds. */
  readonly lifetimeMs?: number;
  /** How far the sender's clock may be ahead, milliseconds. */
  readonly skewMs?: number;
  readonly now?: () => number;
  /** Remembers what has come, where several processes have to agree; the gate alone where left out. */
  readonly replays?: Replays;
}

/**
 * The gate of a receiver with those keys. What was sent before the gate was made is refused as well: what a former
 * process of the same department has let in is known to that process alone.
 */
export function createRequestGate(
  keys: { named(id: string): PairKey | null },
  options: RequestGateOptions = {},
): RequestGate {
  const { letsUnsignedThrough = false, now = Date.now } = options;
  const { lifetimeMs, skewMs } = { ...standardTimes, ...options };
  const { replays = new ReplayGuard(lifetimeMs + skewMs) } = options;
  const madeAt = now();
  return (request) => {
    const { headers } = request;
    const input = headers['signature-input'];
    if (input === undefined && headers.signature === undefined) {
      if (letsUnsignedThrough) return () => null;
      throw refused('unsigned');
    }
    const { params, created, nonce, keyId, signature, digest } = readHead(headers);
    const at = now();
    const pair = keys.named(keyId);
    if (!pair) throw refused('unknown-key');
    const { session, count, sentAt } = readNonce(nonce, created);
    const admit = (taken: ReplayOutcome): string => {
      if (taken === 'seen') throw refused('replayed');
      if (taken === 'full') throw refused('too-many-senders');
      return pair.sender;
    };
    if (sentAt > at + skewMs) throw refused('not-yet-valid');
    if (sentAt < at - lifetimeMs || sentAt < madeAt) throw refused('expired');
    return (body) => {
      if (contentDigest(body) !== digest) throw refused('body');
      const { method = 'GET', url: target = '/' } = request;
      const right = Buffer.from(
        signatureOf(signatureBase({ method, target, digest, headers }, params), pair.secret),
        'base64',
      );
      if (right.length !== signature.length || !timingSafeEqual(right, signature)) throw refused('signature');
      const taken = replays.take({ session: `${pair.id} ${session}`, count, at });
      return taken instanceof Promise ? taken.then(admit) : admit(taken);
    };
  };
}

interface Head {
  readonly params: string;
  readonly created: number;
  readonly nonce: string;
  readonly keyId: string;
  readonly signature: Buffer;
  readonly digest: string;
}

const paramsForm =
  /^sig=(\(([a-z@ "-]+)\);created=(\d{1,11});nonce="([A-Za-z0-9_.-]{1,80})";keyid="([A-Za-z0-9._:-]{1,250})";alg="hmac-sha256")$/;
const signatureForm = /^sig=:([A-Za-z0-9+/]{43}=):$/;

/** Exactly the form that our signers write: what else RFC 9421 allows has no use here, and room for mistakes. */
function readHead(headers: IncomingHttpHeaders): Head {
  const { signature: signatureHeader, 'signature-input': input, 'content-digest': digest } = headers;
  const found = typeof input === 'string' ? paramsForm.exec(input) : null;
  const signature = typeof signatureHeader === 'string' ? signatureForm.exec(signatureHeader) : null;
  const [, params = '', components, created, nonce = '', keyId = ''] = found ?? [];
  if (!found || !signature?.[1] || typeof digest !== 'string') throw refused('malformed');
  // Who asks must be signed where it is said, and nothing may be left out.
  if (components !== coveredComponents(headers)) throw refused('signature');
  return {
    params,
    created: Number(created),
    nonce,
    keyId,
    signature: Buffer.from(signature[1], 'base64'),
    digest,
  };
}

const nonceForm = /^([A-Za-z0-9_.]{8,40})-([0-9a-z]{1,10})-([0-9a-z]{1,10})$/;

function readNonce(nonce: string, created: number): { session: string; count: number; sentAt: number } {
  const [, session = '', count = '', sentAt = ''] = nonceForm.exec(nonce) ?? [];
  const numbers = { count: Number.parseInt(count, 36), sentAt: Number.parseInt(sentAt, 36) };
  if (!session || numbers.count < 1 || Math.floor(numbers.sentAt / 1000) !== created)
    throw refused('malformed');
  return { session, ...numbers };
}

const sentences: Readonly<Record<RequestProblem, string>> = {
  unsigned: 'The request is not signed. Departments answer the gateway and each other: ask the gateway.',
  malformed: 'The signature of the request is not written as it should be.',
  'unknown-key': 'The request is signed with a key that is not known here.',
  expired: 'The signature of the request has expired, or is older than this process. Sign it anew.',
  'not-yet-valid': 'The request comes from the future: the clock of its sender is ahead.',
  body: 'The body of the request is not the one that was signed.',
  signature: 'The signature does not fit the request.',
  replayed: 'The request has come before.',
  'too-many-senders': 'More senders are at work than can be told apart.',
};

function refused(reason: RequestProblem): Error {
  return codedError('UNTRUSTED_SENDER', { message: sentences[reason], extensions: { reason } });
}
