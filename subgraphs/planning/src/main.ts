import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  callerKeyFiles,
  createVerifyCaller,
  runSubgraph,
  startEmbeddedMongo,
} from '@lien-thong/subgraph-kit';
import { definition } from './definition';

const keysFolder = process.env.KEYS ?? join(__dirname, '..', '..', '..', '.local', 'keys');
const print = (line: string) => process.stdout.write(`${line}\n`);

/** The public half of the gateway's key; null where none is configured, and then every token is refused. */
async function publicKeyText(): Promise<string | null> {
  const named = process.env.CALLER_PUBLIC_KEY;
  try {
    return await readFile(named ?? join(keysFolder, callerKeyFiles.public), 'utf8');
  } catch (error) {
    if (named === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`the key file CALLER_PUBLIC_KEY=${named ?? keysFolder} cannot be read`, { cause: error });
  }
}

async function main(): Promise<void> {
  await runSubgraph(definition, {
    env: process.env,
    exit: (code) => process.exit(code),
    onStop: (stop) => {
      process.on('SIGTERM', stop);
      process.on('SIGINT', stop);
    },
    print,
    startDatabase: (port) =>
      startEmbeddedMongo({
        department: definition.name,
        port,
        log: print,
      }),
    verifyCaller: await createVerifyCaller(await publicKeyText()),
  });
}

main().catch((error: unknown) => {
  print(`${definition.name} could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
