import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** Where the keys of servers are, in the folder of keys: one private file for each party, one public set for all. */
export const requestKeyFiles = {
  privateOf: (party: string): string => `requests/${party}.private.json`,
  public: 'requests/public.json',
} as const;

/** The party as which this machine's tools, as the import, ask departments. */
export const toolsParty = 'tools';
/** The party as which the gateway asks departments. */
export const gatewayParty = 'gateway';

/** A key of a party: an X25519 key as a JWK (RFC 8037) with an id and the party's name; `d` in the private one alone. */
export interface PartyJwk {
  readonly kty: 'OKP';
  readonly crv: 'X25519';
  readonly x: string;
  readonly d?: string;
  readonly kid: string;
  readonly party: string;
}

/** A key, ready for use. */
export interface PartyKey {
  readonly keyId: string;
  readonly party: string;
  readonly key: KeyObject;
}

/** A new private key of that party; its id begins with the party's name. */
export function createPartyKey(party: string): PartyJwk {
  const { x, d } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  if (!x || !d) throw new Error('An X25519 key could not be made.');
  return { kty: 'OKP', crv: 'X25519', x, d, kid: `${party}-${randomBytes(6).toString('hex')}`, party };
}

/** What the others may know of a private key. */
export function publicHalf({ d: _private, ...jwk }: PartyJwk): PartyJwk {
  return jwk;
}

/** The text of a key file. */
export function printKeySet(keys: readonly PartyJwk[]): string {
  return `${JSON.stringify({ keys }, null, 2)}\n`;
}

/** The keys in the text of a key file, in its order. Throws a TypeError that says what was expected. */
export function parseKeySet(text: string, kind: 'private' | 'public'): readonly PartyJwk[] {
  const keys = keysIn(text);
  const isRight = (jwk: unknown): jwk is PartyJwk =>
    isPartyJwk(jwk) && (kind === 'private' ? jwk.d !== undefined : jwk.d === undefined);
  if (keys.length > 0 && keys.every(isRight)) return keys;
  throw new TypeError(
    `A file of ${kind} request keys holds { "keys": [...] } of ${kind} X25519 keys, each with "kid" and "party". \`npm run keys\` makes one.`,
  );
}

/** The keys of a file's text, ready for use. Throws a TypeError that says what was expected. */
export function readPartyKeys(text: string, kind: 'private' | 'public'): readonly PartyKey[] {
  const create = kind === 'private' ? createPrivateKey : createPublicKey;
  return parseKeySet(text, kind).map(({ party, kid, kty, crv, x, d }) => ({
    keyId: kid,
    party,
    key: create({ key: { kty, crv, x, d }, format: 'jwk' }),
  }));
}

function keysIn(text: string): unknown[] {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    return Array.isArray(keys) ? keys : [];
  } catch {
    return [];
  }
}

/** Ids stand in a quoted string of a header. */
const plainName = /^[A-Za-z0-9._-]{1,100}$/;

function isPartyJwk(value: unknown): value is PartyJwk {
  const jwk = (value ?? {}) as Partial<Record<keyof PartyJwk, unknown>>;
  const isName = (name: unknown): boolean => typeof name === 'string' && plainName.test(name);
  return (
    jwk.kty === 'OKP' &&
    jwk.crv === 'X25519' &&
    typeof jwk.x === 'string' &&
    (jwk.d === undefined || typeof jwk.d === 'string') &&
    isName(jwk.kid) &&
    isName(jwk.party)
  );
}
