import { randomUUID } from 'node:crypto';
import { type CryptoKey, type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose';
import { type CallerSigningKey, readPublicKeys } from './callerKeys';
import type { Caller } from './context';

/** The header in which the gateway tells a department who asks. */
export const callerHeader = 'x-lien-thong-caller';

/** The audience of a token that a department takes. */
export const departmentAudience = 'lien-thong-department';
/** The audience of a token that the gateway takes. */
export const gatewayAudience = 'lien-thong-gateway';

/** Why a token was refused; says nothing of what the token holds, so it may be told to the caller. */
export type CallerTokenProblem =
  | 'malformed'
  | 'algorithm'
  | 'unknown-key'
  | 'signature'
  | 'expired'
  | 'not-yet-valid'
  | 'audience'
  | 'issuer'
  | 'claims';

/** A token that is not to be trusted. */
export class CallerTokenError extends Error {
  constructor(
    readonly problem: CallerTokenProblem,
    options?: ErrorOptions,
  ) {
    super(`The token is refused: ${problem}.`, options);
    this.name = 'CallerTokenError';
  }
}

/** What a token is to say. */
export interface CallerTokenContent {
  readonly caller: Caller;
  readonly audience: string | readonly string[];
  /** How long it holds, in seconds. */
  readonly lifetimeSeconds: number;
}

/** A compact JWS (EdDSA) with the claims `sub`, `department`, `role`, `scope`, `aud`, `iat`, `exp` and `jti` (RFC 7519). */
export async function signCallerToken(
  signing: CallerSigningKey,
  { caller, audience, lifetimeSeconds }: CallerTokenContent,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const { department, role, scopes = [] } = caller;
  const scope = scopes.length > 0 ? { scope: scopes.join(' ') } : {};
  return new SignJWT({ department, role, ...scope })
    .setProtectedHeader({ alg: 'EdDSA', kid: signing.keyId, typ: 'JWT' })
    .setSubject(caller.subject)
    .setAudience(typeof audience === 'string' ? audience : [...audience])
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds)
    .setJti(randomUUID())
    .sign(signing.key);
}

/** The options of a verifier. */
export interface CallerVerifierOptions {
  /** The audience that a token must name; `departmentAudience` where it is left out. */
  readonly audience?: string;
  /** How far clocks may differ, in seconds. */
  readonly clockSkewSeconds?: number;
}

/**
 * A verifier from the text of a public key file: takes a token, answers its caller or rejects with a CallerTokenError.
 * Only EdDSA with Ed25519 is taken, whatever a token's own header says. Rejects with a TypeError on another file text.
 */
export async function createCallerVerifier(
  publicKeyFileText: string,
  { audience = departmentAudience, clockSkewSeconds = 5 }: CallerVerifierOptions = {},
): Promise<(token: string) => Promise<Caller>> {
  const keys = await readPublicKeys(publicKeyFileText);
  const options = {
    algorithms: ['EdDSA'],
    audience,
    clockTolerance: clockSkewSeconds,
    requiredClaims: ['exp'],
  };
  const keyNamed = ({ kid = '' }: JWTHeaderParameters): CryptoKey => {
    const key = keys.get(kid);
    if (!key) throw new CallerTokenError('unknown-key');
    return key;
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keyNamed, options);
      return callerOf(payload);
    } catch (error) {
      throw asCallerTokenError(error);
    }
  };
}

/** The caller that verified claims name. Throws a CallerTokenError where `sub`, `department` or `role` is missing. */
export function callerOf(claims: Readonly<Record<string, unknown>>): Caller {
  const { sub: subject, department, role } = claims;
  const isName = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
  if (!isName(subject) || !isName(department) || !isName(role)) throw new CallerTokenError('claims');
  const scopes = scopesOf(claims);
  return { subject, department, role, ...(scopes.length > 0 && { scopes }) };
}

/** The scopes of `scope` (words apart by spaces, RFC 8693) and of `scopes` and `scp` (the same, or lists), each once. */
function scopesOf({ scope, scopes, scp }: Readonly<Record<string, unknown>>): string[] {
  const words = [scope, scopes, scp].flatMap((claim) => (Array.isArray(claim) ? claim : [claim]));
  const texts = words.filter((word) => typeof word === 'string');
  return [...new Set(texts.flatMap((text) => text.split(' ').filter(Boolean)))];
}

/** The problem that an error of the token library stands for. */
export function asCallerTokenError(error: unknown): CallerTokenError {
  if (error instanceof CallerTokenError) return error;
  const { code, claim } = (error ?? {}) as { code?: unknown; claim?: unknown };
  return new CallerTokenError(problemOf(String(code), String(claim)), { cause: error });
}

const problems: Readonly<Record<string, CallerTokenProblem>> = {
  ERR_JWT_EXPIRED: 'expired',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'signature',
  ERR_JOSE_ALG_NOT_ALLOWED: 'algorithm',
  ERR_JOSE_NOT_SUPPORTED: 'algorithm',
  ERR_JWKS_NO_MATCHING_KEY: 'unknown-key',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'unknown-key',
};
const claimProblems: Readonly<Record<string, CallerTokenProblem>> = {
  aud: 'audience',
  iss: 'issuer',
  nbf: 'not-yet-valid',
};

function problemOf(code: string, claim: string): CallerTokenProblem {
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') return claimProblems[claim] ?? 'claims';
  return problems[code] ?? 'malformed';
}
