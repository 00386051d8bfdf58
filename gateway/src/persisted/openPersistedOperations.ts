import { readFile } from 'node:fs/promises';
import { InMemoryLRUCache, type KeyValueCache } from '@apollo/utils.keyvaluecache';
import { codedError, type ListedOperation } from '@lien-thong/schema';
import type { Logger } from 'pino';
import type { Config } from '../config/config';
import { watchFile } from '../supergraph/watchFile';
import { ManifestError, OperationList } from './OperationList';
import { PersistedOperations } from './PersistedOperations';

/** The persisted operations of a gateway, and the file that they come from. */
export interface OpenedOperations {
  readonly operations: PersistedOperations;
  /** Where clients register texts by their hash; null where they cannot. */
  readonly registered: KeyValueCache<string> | null;
  /** Takes over the manifest as it is now. Never rejects: a broken one is logged with its reasons, and the old one stays. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the manifest and watches it. Rejects with INVALID_OPERATIONS, and all reasons, where it cannot be used. */
export async function openPersistedOperations(
  config: Config,
  log: Logger,
  own: readonly ListedOperation[],
): Promise<OpenedOperations> {
  const { operations: path, safelist: mode, apq, apqLimitBytes, apqLimitCount } = config;
  const registered = apq ? createRegister(apqLimitBytes, apqLimitCount) : null;
  const list = path === undefined ? null : await readList(path, own);
  const operations = new PersistedOperations({ mode, list, registered, log });
  const reload = async (): Promise<void> => {
    if (path === undefined) return;
    try {
      const changed = await readList(path, own);
      operations.replaceList(changed);
      log.info({ operations: changed.size }, `${changed.size} listed operations are served now`);
    } catch (error) {
      const { message, extensions } = error as { message: string; extensions?: { reasons?: unknown } };
      log.error(
        { reasons: extensions?.reasons },
        `the changed list is refused, the old one stays: ${message}`,
      );
    }
  };
  const unwatch = path !== undefined && config.watch ? watchFile(path, () => void reload()) : null;
  return { operations, registered, reload, close: async () => unwatch?.() };
}

/** Texts by their hash: so many, and so many bytes of them, at most; those that were not asked for longest are dropped. */
function createRegister(limitBytes: number, limitCount: number): KeyValueCache<string> {
  return new InMemoryLRUCache<string>({
    max: limitCount,
    maxSize: limitBytes,
    sizeCalculation: (text: string, key: string) => Buffer.byteLength(text) + key.length,
  });
}

async function readList(path: string, own: readonly ListedOperation[]): Promise<OperationList> {
  try {
    return OperationList.read(await readFile(path, 'utf8'), own);
  } catch (error) {
    const reasons = reasonsOf(error);
    throw codedError('INVALID_OPERATIONS', {
      message: `The manifest ${path} cannot be used: ${reasons.join(' ')}`,
      extensions: { reasons },
    });
  }
}

function reasonsOf(error: unknown): readonly string[] {
  if (error instanceof ManifestError) return error.problems;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string') throw error;
  return [code === 'ENOENT' ? 'There is no such file.' : `The file cannot be read (${code}).`];
}
