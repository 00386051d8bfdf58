import { join } from 'node:path';
import { runImport } from './runImport';

const repository = join(__dirname, '..', '..', '..');
let isStopping = false;

// What is under way is finished; a second signal ends at once, and the ledger knows what was sent.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) process.exit(130);
    isStopping = true;
  });
}

runImport({
  env: process.env,
  words: process.argv.slice(2),
  print: (line) => process.stdout.write(`${line}\n`),
  keysFolder: process.env.KEYS ?? join(repository, '.local', 'keys'),
  ledgersFolder: process.env.IMPORT_LEDGERS ?? join(repository, '.local', 'imports'),
  shouldStop: () => isStopping,
}).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
