import { ConfigurationError } from '@lien-thong/subgraph-kit';
import { describeOptions, readOptions } from '../config/readOptions';
import { createKeys } from './createKeys';
import { keysOption } from './keysOption';

const options = { keys: keysOption };

/** `npm run keys`: makes the pair of keys where it is missing, and says where it is. */
async function main(): Promise<void> {
  const flags = process.argv.slice(2);
  if (flags.includes('--help')) {
    process.stdout.write(`Usage: npm run keys -- [--keys FOLDER]\n\n${describeOptions(options)}\n`);
    return;
  }
  const { values, mistakes } = readOptions(options, { env: process.env, flags });
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  const { isNew, privatePath, publicPath } = await createKeys(values.keys);
  process.stdout.write(
    `${isNew ? 'made' : 'found'} ${privatePath}\n${isNew ? 'made' : 'found'} ${publicPath}\n`,
  );
}

main().catch((error: Error) => {
  process.stderr.write(`${error instanceof ConfigurationError ? `${error.code}: ` : ''}${error.message}\n`);
  process.exit(1);
});
