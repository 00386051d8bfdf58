import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes the file beside its place first, so that nobody reads half of it; its folder is made for its owner alone. */
export async function writeWhole(path: string, content: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const beside = `${path}.new`;
  await rm(beside, { force: true });
  await writeFile(beside, content, { mode, flag: 'wx' });
  await chmod(beside, mode);
  await rename(beside, path);
}
