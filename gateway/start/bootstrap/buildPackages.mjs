import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { npmScript } from './npmScript.mjs';
import { repository } from './repository.mjs';
import { runStep } from './runStep.mjs';

/**
 * Compiles a package and what it stands on: only what has changed. With `gateway`, also builds its page where the sources
 * are newer than the build, and makes its pair of keys where there is none. `gateway: 'wanted'` goes on without the page
 * where it cannot be built, since the graph can be asked all the same; `'needed'` does not.
 *
 * @param {{ project: string, gateway?: 'wanted' | 'needed' }} target
 */
export async function buildPackages({ project, gateway }) {
  const compiler = join('node_modules', 'typescript', 'bin', 'tsc');
  await runStep({
    args: [compiler, '-b', project],
    describe: () => 'Compiling',
    failed: 'The sources could not be compiled',
  });
  if (!gateway) return;
  await buildPage().catch((error) => {
    if (gateway === 'needed') throw error;
    console.log(`${error.message}\nGoing on without it.`);
  });
  await makeKeys();
}

async function buildPage() {
  const folder = join(repository, 'gateway', 'explorer');
  if (!(await exists(join(folder, 'package.json')))) return;
  const built = await newestChange(join(folder, 'dist'));
  // The page is made of its sources and of the schema with its questions and words.
  const sources = [folder, join(repository, 'schema')].map((each) =>
    newestChange(each, ['dist', 'node_modules']),
  );
  if (built > Math.max(...(await Promise.all(sources)))) return;
  await runStep({
    args: [npmScript, 'run', 'build', '-w', 'gateway/explorer'],
    describe: () => 'Building the page for analysts',
    failed: 'The page for analysts could not be built',
  });
}

/** With these the gateway signs whom it speaks for; a pair that is there stays as it is. */
async function makeKeys() {
  await runStep({
    args: [join('gateway', 'dist', 'keys', 'main.js')],
    describe: () => 'Making the keys of the gateway',
    failed: 'The keys of the gateway could not be made',
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
