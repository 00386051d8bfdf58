import { readStartFlags } from './readStartFlags';
import { type Supervised, supervise } from './supervise';

let stop: () => Promise<void> = () => Promise.resolve();
let ending = false;

/** The first signal ends all in order; a second one at once: what still runs then loses its lifeline and ends. */
async function end(code: number): Promise<void> {
  if (ending) process.exit(code || 130);
  ending = true;
  await stop();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
// Whoever read the log is gone, as in `npm start | head`.
process.stdout.on('error', () => void end(0));

async function start(onStarted: (supervised: Supervised) => void): Promise<void> {
  const env = readStartFlags(process.env, process.argv.slice(2));
  const coloured = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  await supervise({ env, write: (text) => process.stdout.write(text), coloured }, onStarted);
}

start((supervised) => {
  stop = supervised.stop;
}).catch((error: Error & { code?: string }) => {
  if (!ending) console.error(`${error.code ? `${error.code}: ` : ''}${error.message}`);
  void end(1);
});
