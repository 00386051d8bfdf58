import { cp, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const repository = join(__dirname, '..', '..');
/** What a clone would not have. */
const leftOut = new Set(['.git', 'node_modules', 'dist', '.cache', '.data', '.local', 'coverage']);

/** Copies the sources into an empty temporary folder, as a clone would have them: nothing installed, nothing built. */
export async function copyOfRepository(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'lien-thong-copy-')));
  await cp(repository, folder, {
    recursive: true,
    filter: (path) => !leftOut.has(basename(path)) && !path.endsWith('.tsbuildinfo'),
  });
  return folder;
}
