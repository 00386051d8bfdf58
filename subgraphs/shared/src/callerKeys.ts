import { randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** A private key with the name under which departments know its public half. */
export interface CallerSigningKey {
  readonly keyId: string;
  readonly key: CryptoKey;
}

/** Names of the key files: the private one is a JWK for its owner's eyes alone, the public one a JWKS so that keys can rotate. */
export const callerKeyFiles = { private: 'caller.private.json', public: 'caller.public.json' } as const;

/**
 * A new Ed25519 pair as the texts of its two files; both keys carry the same `kid`. To rotate without refusing anyone:
 * add the new public key to the departments' set, then sign with the new private key, then take the old one out.
 */
export async function createCallerKeyFiles(): Promise<{ readonly private: string; readonly public: string }> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const named = { kid: randomUUID(), alg: 'EdDSA', use: 'sig' };
  const print = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  return {
    private: print({ ...(await exportJWK(privateKey)), ...named }),
    public: print({ keys: [{ ...(await exportJWK(publicKey)), ...named }] }),
  };
}

/** The signing key in the text of a private key file. Throws a TypeError that says what was expected. */
export async function readSigningKey(fileText: string): Promise<CallerSigningKey> {
  const jwk = parseJson(fileText) as JWK | undefined;
  if (!isEd25519(jwk) || !jwk.d) {
    throw new TypeError(
      'A caller key file holds one private Ed25519 key as a JWK with a "kid". `npm run keys` makes one.',
    );
  }
  return { keyId: jwk.kid, key: await importKey(jwk) };
}

/** The public keys, by their `kid`, in the text of a public key file. Throws a TypeError that says what was expected. */
export async function readPublicKeys(fileText: string): Promise<ReadonlyMap<string, CryptoKey>> {
  const set = parseJson(fileText) as { keys?: unknown } | undefined;
  const jwks = (Array.isArray(set?.keys) ? set.keys : []) as (JWK | undefined)[];
  const usable = jwks.filter(isEd25519).filter((jwk) => !jwk.d);
  if (usable.length === 0 || usable.length < jwks.length) {
    throw new TypeError(
      'A public key file holds a key set { "keys": [...] } of public Ed25519 keys, each with a "kid".',
    );
  }
  return new Map(await Promise.all(usable.map(async (jwk) => [jwk.kid, await importKey(jwk)] as const)));
}

function isEd25519(jwk: JWK | undefined): jwk is JWK & { readonly kid: string } {
  return jwk?.kty === 'OKP' && jwk.crv === 'Ed25519' && typeof jwk.kid === 'string';
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'EdDSA');
  if (key instanceof Uint8Array) throw new TypeError('A shared secret is not a caller key.');
  return key;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
