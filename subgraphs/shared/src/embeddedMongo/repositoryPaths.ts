import { join } from 'node:path';

const repository = join(__dirname, '..', '..', '..', '..');

/** Absolute paths of what the embedded server is made of and of what it leaves behind; all but the source are ignored by git. */
export const repositoryPaths = {
  /** The server's Go source. */
  serverSource: join(repository, 'subgraphs', 'shared', 'mongo'),
  /** Built servers, one folder for each state of the source. */
  ferretdbCache: join(repository, '.cache', 'ferretdb'),
  /** A Go toolchain, where the machine has none of its own. */
  goCache: join(repository, '.cache', 'go'),
  /** Downloaded MongoDB binaries. */
  mongodCache: join(repository, '.cache', 'mongod'),
  /** Data of the embedded servers, one folder for each department. */
  data: join(repository, '.data'),
} as const;
