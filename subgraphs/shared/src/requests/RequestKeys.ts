import { createSecretKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto';
import { type PartyKey, readPartyKeys } from './partyKeys';

/** A secret that one sender and one receiver have in common, for requests in that direction alone. */
export interface PairKey {
  /** The `keyid` of signatures: the sender's and the receiver's key. */
  readonly id: string;
  readonly sender: string;
  readonly secret: KeyObject;
}

/** The texts of the two key files of a party. */
export interface KeyTexts {
  /** The party's own keys: it sends with the first and takes what is meant for any of them. */
  readonly private: string;
  /** Everybody's: a party is sent to under its first key, and may send with any of them. */
  readonly public: string;
}

const secretBytes = 32;

/**
 * What a party needs to sign and to verify: its own private keys and everybody's public ones. No secret is handed
 * around: two parties compute the same one (X25519, RFC 7748; HKDF, RFC 5869), and no third can.
 */
export class RequestKeys {
  readonly #own: readonly PartyKey[];
  readonly #others: readonly PartyKey[];
  readonly #sending = new Map<string, PairKey | null>();
  readonly #receiving = new Map<string, PairKey>();

  /** Throws a TypeError that says what was expected where a text is no key file. */
  constructor(texts: KeyTexts) {
    this.#own = readPartyKeys(texts.private, 'private');
    this.#others = readPartyKeys(texts.public, 'public');
  }

  /** Everybody who has a public key here. */
  get parties(): readonly string[] {
    return [...new Set(this.#others.map(({ party }) => party))];
  }

  /** Whether both keys of that id, the party's own and the other's, are still here. */
  has({ id }: PairKey): boolean {
    const [ownId, otherId] = id.split(':');
    return (
      this.#own.some(({ keyId }) => keyId === ownId) && this.#others.some(({ keyId }) => keyId === otherId)
    );
  }

  /** The secret for requests to that party; null where it has no key here. */
  to(party: string): PairKey | null {
    let pair = this.#sending.get(party);
    if (pair === undefined) {
      const [own] = this.#own;
      const other = this.#others.find((key) => key.party === party);
      pair = own && other ? pairKey({ own, other, sender: own, receiver: other }) : null;
      this.#sending.set(party, pair);
    }
    return pair;
  }

  /** The secret that a request names; null where a key of the two is not known. */
  named(id: string): PairKey | null {
    const known = this.#receiving.get(id);
    if (known) return known;
    const [senderId, receiverId, ...rest] = id.split(':');
    const other = this.#others.find(({ keyId }) => keyId === senderId);
    const own = this.#own.find(({ keyId }) => keyId === receiverId);
    if (!own || !other || rest.length > 0) return null;
    const pair = pairKey({ own, other, sender: other, receiver: own });
    this.#receiving.set(id, pair);
    return pair;
  }
}

interface Pair {
  readonly own: PartyKey;
  readonly other: PartyKey;
  readonly sender: PartyKey;
  readonly receiver: PartyKey;
}

/** The direction is part of the secret, so that no request can be sent back to its sender. */
function pairKey({ own, other, sender, receiver }: Pair): PairKey {
  const id = `${sender.keyId}:${receiver.keyId}`;
  const shared = diffieHellman({ privateKey: own.key, publicKey: other.key });
  const info = `lien-thong request v1 ${id}`;
  return {
    id,
    sender: sender.party,
    secret: createSecretKey(Buffer.from(hkdfSync('sha256', shared, '', info, secretBytes))),
  };
}
