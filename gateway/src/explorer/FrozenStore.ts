import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codedError } from '@lien-thong/schema';
import type { FrozenAnswer, FrozenContent } from './FrozenAnswer';
import { hashContent } from './hashContent';

/** How much is kept at most. */
export interface FrozenLimits {
  /** The largest answer, in bytes of its file. */
  readonly answerBytes: number;
  /** All answers together, in bytes. */
  readonly totalBytes: number;
}

const hashes = /^[0-9a-f]{64}$/;

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Kept answers: a file each, named by the hash of its content. Nothing is ever overwritten or removed. */
export class FrozenStore {
  #usedBytes: Promise<number> | null = null;

  constructor(
    private readonly folder: string,
    private readonly limits: FrozenLimits,
  ) {}

  /** The answer of that hash; null where none is kept. Rejects where its file no longer has the content of its name. */
  async read(hash: string): Promise<FrozenAnswer | null> {
    if (!hashes.test(hash)) return null;
    const text = await readFile(this.#pathOf(hash), 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (text === null) return null;
    const answer = JSON.parse(text) as FrozenAnswer;
    if (hashContent(answer) !== hash) throw new Error(`The kept answer ${hash} is damaged.`);
    return answer;
  }

  /** Keeps the content and gives its hash; the same content is kept once. Rejects with ARCHIVE_FULL past a limit. */
  async keep(content: FrozenContent): Promise<string> {
    const hash = hashContent(content);
    if (await this.read(hash)) return hash;
    const text = JSON.stringify({ hash, frozenAt: new Date().toISOString(), ...content });
    const bytes = Buffer.byteLength(text);
    await this.#makeRoomFor(bytes);
    const path = this.#pathOf(hash);
    await mkdir(dirname(path), { recursive: true });
    // Written beside and renamed, so that a reader never meets half a file.
    const draft = `${path}.${randomUUID()}.draft`;
    await writeFile(draft, text);
    await rename(draft, path);
    return hash;
  }

  #pathOf(hash: string): string {
    return join(this.folder, hash.slice(0, 2), `${hash}.json`);
  }

  async #makeRoomFor(bytes: number): Promise<void> {
    const { answerBytes, totalBytes } = this.limits;
    if (bytes > answerBytes) {
      throw codedError('ARCHIVE_FULL', {
        message: `The answer has ${bytes} bytes; at most ${answerBytes} are kept. Ask for fewer rows.`,
      });
    }
    this.#usedBytes ??= bytesBelow(this.folder);
    const used = await this.#usedBytes;
    if (used + bytes > totalBytes) throw codedError('ARCHIVE_FULL');
    this.#usedBytes = Promise.resolve(used + bytes);
  }
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) => stat(join(entry.parentPath, entry.name)).then(({ size }) => size));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
