import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callerKeyFiles, createCallerKeyFiles } from '@lien-thong/subgraph-kit';
import { writeWhole } from './writeWhole';

/** Where the pair of keys is, and whether it was made now. */
export interface CreatedKeys {
  readonly privatePath: string;
  readonly publicPath: string;
  readonly isNew: boolean;
}

/**
 * Makes the pair of keys in that folder unless it is there: the private key readable by its owner alone (mode 600),
 * the public one for departments. A pair is never overwritten; half a pair is an Error that says which file is missing.
 */
export async function createKeys(folder: string): Promise<CreatedKeys> {
  const privatePath = join(folder, callerKeyFiles.private);
  const publicPath = join(folder, callerKeyFiles.public);
  const [hasPrivate, hasPublic] = await Promise.all([exists(privatePath), exists(publicPath)]);
  if (hasPrivate !== hasPublic) {
    const [there, missing] = hasPrivate ? [privatePath, publicPath] : [publicPath, privatePath];
    throw new Error(
      `${missing} is missing although ${there} is there. Put it back, or remove both for a new pair.`,
    );
  }
  if (hasPrivate) return { privatePath, publicPath, isNew: false };
  const files = await createCallerKeyFiles();
  await writeWhole(publicPath, files.public, 0o644);
  await writeWhole(privatePath, files.private, 0o600);
  return { privatePath, publicPath, isNew: true };
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
