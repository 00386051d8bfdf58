import { join } from 'node:path';

const repository = join(__dirname, '..', '..', '..', '..');

/** Absolute paths of what the embedded server is made of and of what it leaves behind; all but the source are ignored by git. */
export const repositoryPaths = {
  /** The server's Go source. */
  serverSource: join(repository, 'subgraphs', 'shared', 'mongo'),
  /** Built servers in `ferretdb`, a fetched Go toolchain in `go`, downloaded MongoDB binaries in `mongod`. */
  cache: join(repository, '.cache'),
  /** Data of the embedded servers, one folder for each department. */
  data: join(repository, '.data'),
} as const;
