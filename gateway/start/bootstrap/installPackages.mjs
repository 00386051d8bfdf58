import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { npmScript } from './npmScript.mjs';
import { repository } from './repository.mjs';
import { runStep } from './runStep.mjs';

/** Installs the packages of the lock file where they are absent, or older than the lock file. */
export async function installPackages() {
  const lock = join(repository, 'package-lock.json');
  const installed = await changedAt(join(repository, 'node_modules', '.package-lock.json'));
  if (installed >= (await changedAt(lock))) return;
  const total = Object.keys(JSON.parse(await readFile(lock, 'utf8')).packages).length;
  let fetched = 0;
  console.log(`Installing ${total} packages (once)`);
  await runStep({
    // The compiler is a development package, needed whatever NODE_ENV says. `npm ci` takes exactly what the lock file says; at this level it tells of each package that it fetches.
    args: [npmScript, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=http'],
    describe: () => `Installing packages: ${Math.min(fetched, total)} of ${total} fetched`,
    failed: 'The packages could not be installed',
    onLine: (line) => {
      if (/^npm http (fetch|cache) .*\.tgz/.test(line)) fetched += 1;
    },
  });
}

async function changedAt(path) {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
