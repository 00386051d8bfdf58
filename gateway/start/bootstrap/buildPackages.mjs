import { access, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { npmScript } from './npmScript.mjs';
import { repository } from './repository.mjs';
import { runStep } from './runStep.mjs';

/**
 * Compiles a package and what it stands on (only what has changed), builds the page of the gateway where its sources
 * are newer than the build, and makes the pair of keys where there is none. `page: 'wanted'` goes on without the page
 * where it cannot be built, since the graph can be asked all the same; `page: 'needed'` does not.
 *
 * @param {{ project: string, page?: 'wanted' | 'needed' }} target
 */
export async function buildPackages({ project, page }) {
  const compiler = join('node_modules', 'typescript', 'bin', 'tsc');
  await runStep({
    args: [compiler, '-b', project],
    describe: () => 'Compiling',
    failed: 'The sources could not be compiled',
  });
  if (page) await buildPage().catch((error) => goOnWithout(page, error));
  await makeKeys();
}

function goOnWithout(page, error) {
  if (page === 'needed') throw error;
  console.log(`${error.message}\nGoing on without it.`);
}

async function buildPage() {
  const folder = join(repository, 'gateway', 'explorer');
  if (!(await exists(join(folder, 'package.json')))) return;
  const built = await newestChange(join(folder, 'dist'));
  if (built > (await newestChange(folder, ['dist', 'build', 'node_modules']))) return;
  await runStep({
    args: [npmScript, 'run', 'build', '-w', 'gateway/explorer'],
    describe: () => 'Building the page for analysts',
    failed: 'The page for analysts could not be built',
  });
}

/** The script makes a pair only where there is none. */
async function makeKeys() {
  const { scripts = {} } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  if (!scripts.keys || (await exists(join(repository, '.local', 'keys')))) return;
  await runStep({
    args: [npmScript, 'run', 'keys'],
    describe: () => 'Making keys',
    failed: 'The keys could not be made',
  });
}

/** The latest change of any file below, in milliseconds since 1970; 0 when there is none. */
async function newestChange(folder, leftOut = []) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const changes = entries
    .filter((entry) => !leftOut.includes(entry.name))
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newestChange(path) : stat(path).then(({ mtimeMs }) => mtimeMs);
    });
  return Math.max(0, ...(await Promise.all(changes)));
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
