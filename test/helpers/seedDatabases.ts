import { join } from 'node:path';
import { type DepartmentName, departments } from '@lien-thong/schema';
import { departmentData, loadPacks, type PackName, type Tier } from '@lien-thong/seeds';
import { connectMongo } from '@lien-thong/subgraph-kit';
import { repositoryRoot } from './repositoryRoot';

const root = join(repositoryRoot, 'seeds');

/** What to load, and where each department's database is. */
export interface SeedDatabases {
  readonly uris: Readonly<Record<DepartmentName, string>>;
  readonly packs: readonly PackName[];
  /** Size of the illustrative pack; S without it. */
  readonly tier?: Tier;
}

/** Loads seed packs into the three databases, as `npm run seed` does. */
export async function seedDatabases({ uris, packs, tier = 'S' }: SeedDatabases): Promise<void> {
  const connections = departments.map(({ name }) => connectMongo({ uri: uris[name], defaultDatabase: name }));
  try {
    const targets = departmentData.map((data, at) => {
      const connection = connections[at];
      if (!connection) throw new Error(`no database for ${data.name}`);
      return { data, db: connection.db };
    });
    const options = { isDryRun: false, onProgress: () => undefined, departments: departmentData };
    await loadPacks({ packs, tier, root }, targets, options);
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
  }
}
