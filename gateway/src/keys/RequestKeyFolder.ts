import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createPartyKey,
  type PartyJwk,
  parseKeySet,
  printKeySet,
  publicHalf,
  requestKeyFiles,
} from '@lien-thong/subgraph-kit';
import { writeWhole } from './writeWhole';

/**
 * The keys by which gateway and departments know each other, in a folder: a private file for each party, readable by
 * its owner alone, and one public set for all. A file that is no key file is an Error that names it.
 */
export class RequestKeyFolder {
  constructor(private readonly folder: string) {}

  /** Makes a key for each party that has none; answers with their names. A key that is there is never overwritten. */
  async createMissing(parties: readonly string[]): Promise<string[]> {
    const known = await this.#read('public', this.#publicPath);
    const made: string[] = [];
    const publicKeys = [...known];
    for (const party of parties) {
      const own = await this.#read('private', this.#privatePath(party));
      const isKnown = known.some((key) => key.party === party);
      // Its private key may well be on a machine of its own.
      if (isKnown) continue;
      const keys = own.length > 0 ? own : [createPartyKey(party)];
      if (own.length === 0) await this.#writePrivate(party, keys);
      publicKeys.push(...keys.map(publicHalf));
      made.push(party);
    }
    if (made.length > 0) await this.#writePublic(publicKeys);
    return made;
  }

  /**
   * Gives each party a new key beside its newest one, without a moment in which somebody uses a key that another does
   * not know: the party takes both, then all others learn the new one, then the party uses it.
   */
  async rotate(parties: readonly string[]): Promise<void> {
    for (const party of parties) {
      const [newest] = await this.#read('private', this.#privatePath(party));
      if (!newest)
        throw new Error(`${this.#privatePath(party)} is not there, so there is nothing to rotate.`);
      const fresh = createPartyKey(party);
      await this.#writePrivate(party, [newest, fresh]);
      const others = (await this.#read('public', this.#publicPath)).filter((key) => key.party !== party);
      await this.#writePublic([...others, publicHalf(fresh), publicHalf(newest)]);
      await this.#writePrivate(party, [fresh, newest]);
    }
  }

  /** Takes every key away but the newest of each party. */
  async retire(parties: readonly string[]): Promise<void> {
    const known = await this.#read('public', this.#publicPath);
    const isNewest = (key: PartyJwk): boolean => known.find(({ party }) => party === key.party) === key;
    await this.#writePublic(known.filter(isNewest));
    for (const party of parties) {
      const own = await this.#read('private', this.#privatePath(party));
      if (own.length > 1) await this.#writePrivate(party, own.slice(0, 1));
    }
  }

  #privatePath(party: string): string {
    return join(this.folder, requestKeyFiles.privateOf(party));
  }

  get #publicPath(): string {
    return join(this.folder, requestKeyFiles.public);
  }

  #writePrivate(party: string, keys: readonly PartyJwk[]): Promise<void> {
    return writeWhole(this.#privatePath(party), printKeySet(keys), 0o600);
  }

  #writePublic(keys: readonly PartyJwk[]): Promise<void> {
    return writeWhole(this.#publicPath, printKeySet(keys), 0o644);
  }

  async #read(kind: 'private' | 'public', path: string): Promise<readonly PartyJwk[]> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text === null) return [];
    try {
      return parseKeySet(text, kind);
    } catch (cause) {
      throw new Error(`${path}: ${(cause as Error).message}`, { cause });
    }
  }
}
