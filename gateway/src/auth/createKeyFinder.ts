import { CallerTokenError } from '@lien-thong/subgraph-kit';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  importSPKI,
  type JSONWebKeySet,
  type JWK,
  type JWTVerifyGetKey,
} from 'jose';

/** Signature algorithms that are taken, whatever a token's header asks for: no `none`, no shared secret. */
export const pinnedAlgorithms: readonly string[] = ['EdDSA', 'ES256'];

/** The key set could not be fetched, so nothing can be said of the token. */
export class KeysUnavailableError extends Error {
  constructor(options?: ErrorOptions) {
    super('The key set cannot be fetched.', options);
    this.name = 'KeysUnavailableError';
  }
}

/**
 * Finds keys at an address: fetched when first needed, kept 10 minutes, fetched again (at most every 30 s) for a key
 * that is not there. Rejects with a KeysUnavailableError where the address gives no key set.
 */
export function createRemoteKeyFinder(url: string): JWTVerifyGetKey {
  const find = createRemoteJWKSet(new URL(url), { timeoutDuration: 5_000, cooldownDuration: 30_000 });
  return async (header, token) => {
    try {
      return await find(header, token);
    } catch (cause) {
      const { code } = cause as { code?: unknown };
      if (code === 'ERR_JWKS_NO_MATCHING_KEY' || code === 'ERR_JWKS_MULTIPLE_MATCHING_KEYS') throw cause;
      throw new KeysUnavailableError({ cause });
    }
  };
}

/**
 * Finds keys in the text of a public key file: a JWK, a JWKS, or a PEM ("BEGIN PUBLIC KEY") of an Ed25519 or P-256 key.
 * Rejects with a TypeError that says what was expected; a private key or a shared secret is refused too.
 */
export async function createLocalKeyFinder(fileText: string): Promise<JWTVerifyGetKey> {
  if (fileText.includes('BEGIN PUBLIC KEY')) return pemFinder(fileText);
  const set = asKeySet(fileText);
  const arePublic = set?.keys.every((jwk) => jwk.d === undefined && jwk.kty !== 'oct') ?? false;
  if (!set || set.keys.length === 0 || !arePublic) throw new TypeError(expectation);
  return createLocalJWKSet(set);
}

const expectation =
  'A public key file holds a JWK, a JWKS or a PEM "PUBLIC KEY": Ed25519 or P-256, nothing private.';

async function pemFinder(pem: string): Promise<JWTVerifyGetKey> {
  for (const algorithm of pinnedAlgorithms) {
    const key = await importSPKI(pem, algorithm).catch(() => null);
    if (key) {
      return async ({ alg }) => {
        if (alg !== algorithm) throw new CallerTokenError('algorithm');
        return key;
      };
    }
  }
  throw new TypeError(expectation);
}

function asKeySet(text: string): JSONWebKeySet | undefined {
  try {
    const parsed = JSON.parse(text) as Partial<JSONWebKeySet> & Partial<JWK>;
    if (Array.isArray(parsed.keys)) return { keys: parsed.keys };
    return typeof parsed.kty === 'string' ? { keys: [parsed as JWK] } : undefined;
  } catch {
    return undefined;
  }
}
