import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { type KeyTexts, type PairKey, RequestKeys } from './RequestKeys';

/** The paths of the two key files of a party. */
export interface KeyPaths {
  readonly private: string;
  readonly public: string;
}

/** Told of keys that were taken over, or could not be. */
export type KeyListener = (change: { readonly error: Error | null }) => void;

/** A request with an unknown key makes the files be read at once, but not more often than this, in milliseconds. */
const readAgainMs = 100;

/** When changed files are taken over. */
export interface KeyTimes {
  /** How often the files are looked at, milliseconds. */
  readonly lookEveryMs?: number;
  /** A new key is sent with so much later, milliseconds: by then everybody has looked at the files. */
  readonly graceMs?: number;
}

/** What a party is sent with, and since when there is a newer pair. */
interface Sending {
  readonly pair: PairKey;
  next: { readonly id: string; readonly since: number } | null;
}

/**
 * The keys of two files, taken over when a file changes, so that keys rotate while everything runs. A file that cannot
 * be used leaves the keys as they were.
 */
export class WatchedKeys {
  #keys: RequestKeys;
  #texts: KeyTexts;
  #readAt = 0;
  readonly #sending = new Map<string, Sending>();
  readonly #graceMs: number;
  readonly #look = (): void => this.#readAgain();

  /** Throws where a file cannot be read (the system's error) or is no key file (a TypeError). */
  constructor(
    private readonly paths: KeyPaths,
    private readonly onChange: KeyListener = () => undefined,
    { lookEveryMs = 2_000, graceMs = 6_000 }: KeyTimes = {},
  ) {
    this.#graceMs = graceMs;
    this.#texts = textsAt(paths);
    this.#keys = new RequestKeys(this.#texts);
    for (const path of [paths.private, paths.public]) {
      // Does not keep the process alive. The file may be replaced, which events of the system would not follow.
      watchFile(path, { interval: lookEveryMs, persistent: false }, this.#look);
    }
  }

  /** Everybody who has a public key here. */
  get parties(): readonly string[] {
    return this.#keys.parties;
  }

  /** The secret for requests to that party; null where it has no key here. */
  to(party: string): PairKey | null {
    const newest = this.#keys.to(party);
    const sending = this.#sending.get(party);
    if (sending?.pair === newest) return newest;
    if (!newest || !sending || !this.#keys.has(sending.pair) || this.#isOver(sending, newest)) {
      if (newest) this.#sending.set(party, { pair: newest, next: null });
      else this.#sending.delete(party);
      return newest;
    }
    return sending.pair;
  }

  /** Whether the newer pair has been here for long enough; whenever there is one newer still, that begins again. */
  #isOver(sending: Sending, newest: PairKey): boolean {
    if (sending.pair.id === newest.id) return true;
    if (sending.next?.id !== newest.id) sending.next = { id: newest.id, since: Date.now() };
    return Date.now() - sending.next.since >= this.#graceMs;
  }

  /** The secret that a request names; null where a key of the two is not known, also after another look at the files. */
  named(id: string): PairKey | null {
    const known = this.#keys.named(id);
    if (known || Date.now() - this.#readAt < readAgainMs) return known;
    this.#readAgain();
    return this.#keys.named(id);
  }

  /** Looks at the files no more. */
  close(): void {
    for (const path of [this.paths.private, this.paths.public]) unwatchFile(path, this.#look);
  }

  #readAgain(): void {
    this.#readAt = Date.now();
    try {
      const texts = textsAt(this.paths);
      if (texts.private === this.#texts.private && texts.public === this.#texts.public) return;
      this.#keys = new RequestKeys(texts);
      this.#texts = texts;
      this.onChange({ error: null });
    } catch (error) {
      this.onChange({ error: error instanceof Error ? error : new Error(String(error)) });
    }
  }
}

function textsAt(paths: KeyPaths): KeyTexts {
  return { private: readFileSync(paths.private, 'utf8'), public: readFileSync(paths.public, 'utf8') };
}
