import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectMongo } from '@lien-thong/subgraph-kit';
import type { LineSink } from './createProcessLog';
import { repository } from './repository';
import { startProgram } from './startProgram';

const packs = ['--packs', 'facts,external,illustrative', '--tier', 'S'];
const dataFolder = join(repository, '.data');
/** Names, one a line, of the departments whose packs are being loaded, so that a load that was cut off is done again. */
const unfinishedFile = join(dataFolder, 'seeding');

/** Which databases to look at, and how the loader finds them. */
export interface Seeding {
  /** Address of each department's database by the department's name. */
  readonly uris: ReadonlyMap<string, string>;
  /** Environment with the addresses of all databases. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: LineSink;
}

/**
 * Loads the packs of facts, external sources and illustrative rows (tier S) into the databases that are empty; one with
 * rows is left as it is. Where a database does not answer, or the loader fails, says so and goes on: the departments
 * start in any case.
 */
export async function seedEmptyDatabases({ uris, env, log }: Seeding): Promise<void> {
  const unfinished = await readUnfinished();
  const wanted: string[] = [];
  for (const [name, uri] of uris) {
    const state = await rowsIn(uri, name);
    if (state === 'unreachable')
      log(`the database of ${name} does not answer; no seed packs are loaded into it`);
    else if (state === 'empty' || unfinished.includes(name)) wanted.push(name);
  }
  if (wanted.length === 0) return;
  log(`loading the packs facts, external and illustrative (tier S) for ${wanted.join(', ')}`);
  await mkdir(dataFolder, { recursive: true });
  await writeFile(unfinishedFile, wanted.join('\n'));
  const failure = await load(
    wanted.length === uris.size ? [[]] : wanted.map((name) => ['--department', name]),
    {
      env,
      log,
    },
  );
  if (failure) log(`the seed packs could not be loaded (${failure}); the next start tries again`);
  else await rm(unfinishedFile, { force: true });
}

/** Runs the loader once for each list of words; how it ended where it failed. */
async function load(
  runs: readonly (readonly string[])[],
  { env, log }: Pick<Seeding, 'env' | 'log'>,
): Promise<string | undefined> {
  for (const words of runs) {
    const args = [...packs, ...words];
    const how = await startProgram({ file: 'seeds/dist/main.js', args, env, onLine: log }).exited;
    if (how !== 'exit code 0') return how;
  }
  return undefined;
}

async function readUnfinished(): Promise<readonly string[]> {
  const text = await readFile(unfinishedFile, 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean);
}

async function rowsIn(uri: string, defaultDatabase: string): Promise<'empty' | 'some' | 'unreachable'> {
  const connection = connectMongo({ uri, defaultDatabase });
  try {
    for (const { name } of await connection.db.listCollections({}, { nameOnly: true }).toArray()) {
      if (await connection.db.collection(name).findOne({}, { projection: { _id: 1 } })) return 'some';
    }
    return 'empty';
  } catch {
    return 'unreachable';
  } finally {
    await connection.close();
  }
}
