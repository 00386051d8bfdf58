import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectMongo } from '@lien-thong/subgraph-kit';
import type { LineSink } from './createProcessLog';
import { repository } from './repository';
import { startProgram } from './startProgram';

const packs = ['--packs', 'facts,external,illustrative', '--tier', 'S'];
/** Stands while packs are being loaded, so that a load that was cut off is done again. */
const unfinishedMark = join(repository, '.data', 'seeding');

/** Which databases to look at, and how the loader finds them. */
export interface Seeding {
  /** Address of each department's database by the department's name. */
  readonly uris: ReadonlyMap<string, string>;
  /** Environment with the addresses of all databases. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: LineSink;
}

/**
 * Loads the packs of facts, external sources and illustrative rows (tier S) where a database is empty; a database with
 * rows is left as it is. Where a database does not answer, or the loader fails, says so and goes on: the departments
 * start in any case.
 */
export async function seedEmptyDatabases({ uris, env, log }: Seeding): Promise<void> {
  const empty: string[] = [];
  for (const [name, uri] of uris) {
    const state = await rowsIn(uri, name);
    if (state === 'unreachable')
      log(`the database of ${name} does not answer; seed packs are not loaded now`);
    if (state === 'unreachable') return;
    if (state === 'empty') empty.push(name);
  }
  if (empty.length === 0 && !(await exists(unfinishedMark))) return;
  log(`loading seed packs (${packs[1]}, tier S) into ${empty.join(', ') || 'databases left unfinished'}`);
  await mkdir(join(repository, '.data'), { recursive: true });
  await writeFile(unfinishedMark, '');
  const loader = startProgram({ file: 'seeds/dist/main.js', args: packs, env, onLine: log });
  const how = await loader.exited;
  if (how === 'exit code 0') await rm(unfinishedMark, { force: true });
  else log(`the seed packs could not be loaded (${how}); the next start tries again`);
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

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
