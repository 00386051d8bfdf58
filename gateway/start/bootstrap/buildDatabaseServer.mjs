import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repository } from './repository.mjs';

/** Finds or builds the embedded database server before anybody has to wait for it. Needs the built packages. */
export async function buildDatabaseServer() {
  const require = createRequire(join(repository, 'package.json'));
  const { findEngine } = require('@lien-thong/subgraph-kit');
  // A server that is given needs none beside it.
  if (process.env.MONGODB_TEST_URI) return;
  await findEngine({ env: process.env, log: (line) => console.log(line) });
}
