import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callerKeyFiles } from './callerKeys';
import type { Environment } from './config';

/** The folder of keys where `KEYS` names no other. */
export const defaultKeysFolder = join(__dirname, '..', '..', '..', '.local', 'keys');

/**
 * The text of the public half of the gateway's key: the file `CALLER_PUBLIC_KEY`, or the one in the folder `KEYS`
 * (`.local/keys` of the repository). Null where none is named and none is there; then every token is refused. Throws
 * where a file that is named cannot be read.
 */
export async function readPublicKeyText(env: Environment): Promise<string | null> {
  const named = env.CALLER_PUBLIC_KEY;
  const file = named ?? join(env.KEYS ?? defaultKeysFolder, callerKeyFiles.public);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (named === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    const variable = named === undefined ? 'KEYS' : 'CALLER_PUBLIC_KEY';
    throw new Error(`the key file ${file} (${variable}) cannot be read`, { cause: error });
  }
}
