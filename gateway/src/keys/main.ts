import { ConfigurationError } from '@lien-thong/subgraph-kit';
import { describeOptions } from '../config/readOptions';
import { keysOptions, runKeys } from './runKeys';

/** `npm run keys`: makes the keys that are missing, rotates and retires, and says what it did. */
async function main(): Promise<void> {
  const flags = process.argv.slice(2);
  if (flags.includes('--help')) {
    process.stdout.write(
      `Usage: npm run keys -- [--keys FOLDER] [--rotate PARTY] [--retire on]\n\n${describeOptions(keysOptions)}\n`,
    );
    return;
  }
  process.stdout.write(`${(await runKeys({ env: process.env, flags })).join('\n')}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error instanceof ConfigurationError ? `${error.code}: ` : ''}${error.message}\n`);
  process.exit(1);
});
