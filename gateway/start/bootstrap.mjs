// What `npm start` and `npm test` run: plain JavaScript that needs nothing but Node, since in a fresh clone there is
// nothing else. It installs and builds what is missing, then becomes the program that was asked for:
//   node gateway/start/bootstrap.mjs                    everything, under the supervisor
//   node gateway/start/bootstrap.mjs finance            one department alone
//   node gateway/start/bootstrap.mjs gateway --port N   the gateway alone, with its own flags
//   node gateway/start/bootstrap.mjs keys               the making of the gateway's keys
//   node gateway/start/bootstrap.mjs seeds --packs ...  the loading of seed packs
//   node gateway/start/bootstrap.mjs import --kind ...  the import of a CSV or spreadsheet file
//   node gateway/start/bootstrap.mjs reconcile          what the departments do not agree on
//   node gateway/start/bootstrap.mjs test test/gateway  the tests, or those below a folder
import module from 'node:module';
import { join } from 'node:path';
import { buildDatabaseServer } from './bootstrap/buildDatabaseServer.mjs';
import { buildPackages } from './bootstrap/buildPackages.mjs';
import { installPackages } from './bootstrap/installPackages.mjs';
import { repository } from './bootstrap/repository.mjs';
import { watchLauncher } from './bootstrap/watchLauncher.mjs';

const targets = {
  all: { project: 'gateway/start', gateway: 'wanted' },
  gateway: { project: 'gateway', gateway: 'wanted' },
  keys: { project: 'gateway', program: 'gateway/dist/keys/main.js' },
  token: { project: 'gateway', program: 'gateway/dist/token/main.js' },
  seeds: { project: 'seeds' },
  import: { project: 'seeds', program: 'seeds/dist/import/main.js' },
  reconcile: { project: 'seeds', program: 'seeds/dist/reconcile/main.js' },
  ict: { project: 'subgraphs/ict' },
  finance: { project: 'subgraphs/finance' },
  planning: { project: 'subgraphs/planning' },
  // The tests themselves run from their sources; the programs that they start are built.
  test: {
    project: 'gateway/start',
    gateway: 'needed',
    needsDatabaseServer: true,
    program: 'node_modules/jest/bin/jest.js',
    flags: ['-c', 'test/jest.config.js'],
  },
};

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: 20.19 or newer is needed.`);
  process.exit(1);
}

const [name = 'all', ...flags] = process.argv.slice(2);
const target = targets[name];
if (!target) {
  console.error(`"${name}" cannot be started. Known: ${Object.keys(targets).join(', ')}.`);
  process.exit(1);
}

watchLauncher();
try {
  await installPackages();
  await buildPackages(target);
  // A test file has no minute to wait for its database server.
  if (target.needsDatabaseServer) await buildDatabaseServer();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
// The program sees itself as the one that Node was started with.
const program = target.program ?? join(target.project, 'dist', 'main.js');
process.argv = [process.argv[0], join(repository, program), ...(target.flags ?? []), ...flags];
module.runMain();
