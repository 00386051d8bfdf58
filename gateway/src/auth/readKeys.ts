import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CallerSigningKey,
  ConfigurationError,
  callerKeyFiles,
  readSigningKey,
} from '@lien-thong/subgraph-kit';
import type { JWTVerifyGetKey } from 'jose';
import type { Config } from '../config/config';
import { createLocalKeyFinder, createRemoteKeyFinder } from './createKeyFinder';

/** The keys of a gateway. */
export interface Keys {
  /** Signs callers toward the departments; null where there is none. */
  readonly signing: CallerSigningKey | null;
  /** Verifies callers; null where there is none. */
  readonly findKey: JWTVerifyGetKey | null;
}

/**
 * Reads the keys that the configuration names, or those of the folder of keys where it names none and they are there.
 * Rejects with a ConfigurationError that names every file that cannot be used.
 */
export async function readKeys(config: Config): Promise<Keys> {
  const mistakes: string[] = [];
  const inFolder = (file: string): string => join(config.keys, file);
  const signing = await readKey(config.callerPrivateKey, inFolder(callerKeyFiles.private), {
    option: '--caller-private-key',
    read: readSigningKey,
    mistakes,
  });
  const findKey = config.jwksUrl
    ? createRemoteKeyFinder(config.jwksUrl)
    : await readKey(config.jwtPublicKey, inFolder(callerKeyFiles.public), {
        option: '--jwt-public-key',
        read: createLocalKeyFinder,
        mistakes,
      });
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  return { signing, findKey };
}

interface KeyReader<T> {
  readonly option: string;
  readonly read: (text: string) => Promise<T>;
  readonly mistakes: string[];
}

async function readKey<T>(
  named: string | undefined,
  standard: string,
  { option, read, mistakes }: KeyReader<T>,
): Promise<T | null> {
  const path = named ?? standard;
  try {
    return await read(await readFile(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Without a name, a missing file means that no key is configured.
    if (code === 'ENOENT' && named === undefined) return null;
    mistakes.push(`${option} ${path}: ${code === 'ENOENT' ? 'there is no such file.' : message}`);
    return null;
  }
}
