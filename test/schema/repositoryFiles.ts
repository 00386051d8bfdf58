import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../helpers/repositoryRoot';

/**
 * Paths of the files that git tracks, from the root of the repository, in order. Those deleted in the working tree are left out.
 * Throws where the tree is no git checkout: what is not tracked cannot be told from what is built.
 */
export function trackedFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: repositoryRoot, encoding: 'utf8' });
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(repositoryRoot, path)));
}

/** The text of a tracked file. */
export function readTracked(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}
