import { dirname } from 'node:path';

/** The root folder of the repository, whether tests run from their sources or a command from its build. */
export const repositoryRoot: string = dirname(dirname(require.resolve('@lien-thong/test/package.json')));
