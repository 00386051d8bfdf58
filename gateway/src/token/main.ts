import { ConfigurationError } from '@lien-thong/subgraph-kit';
import { describeOptions } from '../config/readOptions';
import { createToken, tokenOptions } from './createToken';

/** `npm run token -- --department finance --role officer`: prints a token and nothing else. */
async function main(): Promise<void> {
  const flags = process.argv.slice(2);
  if (flags.includes('--help')) {
    process.stdout.write(
      `Usage: npm run token -- --department NAME --role ROLE\n\n${describeOptions(tokenOptions)}\n`,
    );
    return;
  }
  process.stdout.write(`${await createToken({ env: process.env, flags })}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error instanceof ConfigurationError ? `${error.code}: ` : ''}${error.message}\n`);
  process.exit(1);
});
