import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Caller,
  ConfigurationError,
  callerKeyFiles,
  departmentAudience,
  readSigningKey,
  signCallerToken,
} from '@lien-thong/subgraph-kit';

const lifetimeSeconds = 600;

/**
 * Tokens of the caller, as `npm run token` makes them, signed with the private key in the folder; a new one after half
 * of its life, so that a long import does not outlive it. Throws ConfigurationError where there is no key.
 */
export async function createCallerToken(keysFolder: string, caller: Caller): Promise<() => Promise<string>> {
  const signing = await readFile(join(keysFolder, callerKeyFiles.private), 'utf8')
    .then(readSigningKey)
    .catch((error: NodeJS.ErrnoException) => {
      throw new ConfigurationError([
        error.code === 'ENOENT'
          ? `There is no key in ${keysFolder}: npm run keys makes one.`
          : `${keysFolder}: ${error.message}`,
      ]);
    });
  let current: Promise<string> | null = null;
  let renewAt = 0;
  return () => {
    if (!current || Date.now() >= renewAt) {
      renewAt = Date.now() + (lifetimeSeconds * 1_000) / 2;
      current = signCallerToken(signing, { caller, audience: departmentAudience, lifetimeSeconds });
    }
    return current;
  };
}
