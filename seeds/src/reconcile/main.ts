import { runReconcile } from './runReconcile';

runReconcile({
  env: process.env,
  words: process.argv.slice(2),
  print: (line) => process.stdout.write(`${line}\n`),
}).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(2);
  },
);
