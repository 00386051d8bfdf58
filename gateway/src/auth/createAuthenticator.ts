import { createHash } from 'node:crypto';
import { HeaderMap } from '@apollo/server';
import { codedError, errorCodes } from '@lien-thong/schema';
import { asCallerTokenError, type Caller, type CallerTokenProblem, callerOf } from '@lien-thong/subgraph-kit';
import type { GraphQLError } from 'graphql';
import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { KeysUnavailableError, pinnedAlgorithms } from './createKeyFinder';

/** What a token must satisfy. */
export interface AuthenticatorOptions {
  /** Finds the public key of a token; null where no key is configured, and then every token is refused. */
  readonly findKey: JWTVerifyGetKey | null;
  readonly issuer?: string;
  readonly audience: string;
  /** How far clocks may differ, in seconds. */
  readonly clockSkewSeconds: number;
}

/** Who sends an `authorization` header: null without one; rejects with UNAUTHENTICATED for one that cannot be trusted. */
export type Authenticator = (authorization: string | undefined) => Promise<Caller | null>;

interface Verified {
  readonly caller: Caller;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** How many verified tokens are remembered. */
const rememberedTokens = 10_000;

/** Verifies bearer tokens. A verified one is remembered, by its hash, until it expires. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const verifiedByHash = new Map<string, Verified>();
  return async (authorization) => {
    if (authorization === undefined) return null;
    const token = bearerToken(authorization);
    if (!options.findKey) {
      throw unauthenticated('not-configured', 'This gateway was given no key, so it takes no token.');
    }
    const hash = createHash('sha256').update(token).digest('base64');
    const known = verifiedByHash.get(hash);
    if (known && Date.now() < known.expiresAt) return known.caller;
    verifiedByHash.delete(hash);
    const verified = await verify(token, options.findKey, options);
    if (verifiedByHash.size >= rememberedTokens) {
      // A map keeps the order of insertion: the first key is the oldest.
      for (const oldest of verifiedByHash.keys()) {
        verifiedByHash.delete(oldest);
        break;
      }
    }
    verifiedByHash.set(hash, verified);
    return verified.caller;
  };
}

async function verify(
  token: string,
  findKey: JWTVerifyGetKey,
  { issuer, audience, clockSkewSeconds }: AuthenticatorOptions,
): Promise<Verified> {
  try {
    const { payload } = await jwtVerify<JWTPayload>(token, findKey, {
      algorithms: [...pinnedAlgorithms],
      issuer,
      audience,
      clockTolerance: clockSkewSeconds,
      requiredClaims: ['exp', 'sub'],
    });
    return { caller: callerOf(payload), expiresAt: ((payload.exp ?? 0) + clockSkewSeconds) * 1000 };
  } catch (error) {
    if (error instanceof KeysUnavailableError) {
      throw unauthenticated(
        'keys-unavailable',
        'No token can be verified at the moment: the keys cannot be fetched.',
        error,
      );
    }
    const refused = asCallerTokenError(error);
    throw unauthenticated(refused.problem, sentences[refused.problem], refused);
  }
}

const sentences: Readonly<Record<CallerTokenProblem, string>> = {
  malformed: 'The token is not a signed JWT.',
  algorithm: `The token is not signed by one of ${pinnedAlgorithms.join(', ')}.`,
  'unknown-key': 'The token is signed by a key that this gateway does not know.',
  signature: "The token's signature does not fit.",
  expired: 'The token has expired. Get a new one.',
  'not-yet-valid': 'The token is not valid yet.',
  audience: 'The token is meant for somebody else: its audience is another.',
  issuer: 'The token comes from an issuer that is not taken here.',
  claims: 'The token lacks a claim: "sub", "department", "role" and "exp" are needed.',
};

function bearerToken(authorization: string): string {
  const [, token] = /^bearer +([^\s]+)$/i.exec(authorization.trim()) ?? [];
  if (!token) throw unauthenticated('malformed', 'The authorization header is not "Bearer <token>".');
  return token;
}

function unauthenticated(
  reason: CallerTokenProblem | 'not-configured' | 'keys-unavailable',
  message: string,
  cause?: Error,
): GraphQLError {
  // RFC 6750, 3.1: what Apollo Server makes of `http` is the answer's status and headers.
  const headers = new HeaderMap([['www-authenticate', 'Bearer error="invalid_token"']]);
  const http = { status: errorCodes.UNAUTHENTICATED.httpStatus, headers };
  return codedError('UNAUTHENTICATED', { message, extensions: { reason, http }, cause });
}
