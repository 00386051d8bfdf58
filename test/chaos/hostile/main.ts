import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildHarness } from '../../bench/gateway/ground';
import { startChaosCity } from '../ChaosCity';
import { MemoryWatch, residentBytes } from '../MemoryWatch';
import { mebibytes } from '../Probes';
import { percentile } from '../percentile';
import { QuestionLoad } from '../QuestionLoad';
import { readWholeNumbers } from '../readWholeNumbers';
import { runCommand } from '../runCommand';
import { hostileBodies } from './hostileBodies';

const usage = `npm run test:hostile -- [--seconds N] [--connections N] [--rate N] [--workers N]

  --seconds N      how long it is measured, quiet and under attack (default 20)
  --connections N  connections of the attacker, each as busy as it can be (default 32)
  --rate N         times a second that an honest client asks question 02 (default 10)
  --workers N      processes of the gateway and of each department; 0 is one without a supervisor (default 0)`;

const run = promisify(execFile);

/** An honest client may wait so many times as long as in quiet. */
const slowdownAllowed = 3;
/** What the gateway may hold under attack, bytes. */
const memoryAllowed = 1_024 * 1_048_576;

/** What the attack has sent. */
interface AttackReport {
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly cut: number;
  readonly longestMs: number;
}

interface Flags {
  readonly seconds: number;
  readonly connections: number;
  readonly rate: number;
  readonly workers: number;
}

/** Sends the hostile bodies from another address of this machine than that of the honest client. */
async function attack(url: string, { seconds, connections }: Flags): Promise<AttackReport> {
  const folder = await mkdtemp(join(tmpdir(), 'lien-thong-hostile-'));
  const file = join(folder, 'bodies.json');
  await writeFile(file, JSON.stringify(hostileBodies));
  const how = ['-connections', String(connections), '-seconds', String(seconds), '-from', '127.0.0.2'];
  const { stdout } = await run(buildHarness(), ['attack', '-url', url, '-bodies', file, ...how]);
  await rm(folder, { recursive: true });
  return JSON.parse(stdout) as AttackReport;
}

interface Honest {
  readonly asked: number;
  readonly incomplete: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly why: string;
}

async function askMeanwhile<T>(
  questions: QuestionLoad,
  rate: number,
  work: Promise<T>,
): Promise<Honest & { readonly result: T }> {
  questions.asked.length = 0;
  questions.start(rate);
  const result = await work;
  await questions.stop();
  const waits = questions.asked.map(({ begunAt, endedAt }) => endedAt - begunAt);
  const incomplete = questions.asked.filter(({ worth }) => worth !== 'complete');
  return {
    asked: waits.length,
    incomplete: incomplete.length,
    p50Ms: percentile(waits, 0.5),
    p99Ms: percentile(waits, 0.99),
    why: incomplete[0]?.why ?? '',
    result,
  };
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function print(when: string, { asked, incomplete, p50Ms, p99Ms, why }: Honest): void {
  console.log(
    `${when.padEnd(13)} question 02: ${asked} times, ${incomplete} not complete, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms ${why.slice(0, 200)}`,
  );
}

async function main(argv: readonly string[]): Promise<number> {
  const flags = readWholeNumbers(argv, {
    seconds: [20, 1, 3_600],
    connections: [32, 1, 5_000],
    rate: [10, 1, 1_000],
    workers: [0, 0, 16],
  });
  // Rate limits do not count this machine's own addresses otherwise.
  const gatewayFlags = ['--rate-limit-exempt', '127.0.0.1/32'];
  const city = await startChaosCity({ proxied: false, seed: 1, workers: flags.workers, gatewayFlags });
  const questions = new QuestionLoad(city.url, ['02']);
  try {
    await questions.learn();
    await askMeanwhile(questions, flags.rate, sleep(3_000));
    const quiet = await askMeanwhile(questions, flags.rate, sleep(flags.seconds * 1_000));
    print('quiet', quiet);
    const before = residentBytes(city.gateway.pid);
    const watch = new MemoryWatch(city.gateway.pid);
    const hostile = await askMeanwhile(questions, flags.rate, attack(city.url, flags));
    watch.stop();
    print('under attack', hostile);
    const { requests, statuses, cut, longestMs } = hostile.result;
    console.log(
      `the attack: ${requests} requests (${(requests / flags.seconds).toFixed(0)} a second) by ${hostileBodies.length} hostile operations; statuses ${JSON.stringify(statuses)}, ${cut} cut off, longest ${longestMs.toFixed(0)} ms`,
    );
    console.log(`memory: ${mebibytes(before)} MiB before, ${mebibytes(watch.mostBytes)} MiB at most`);
    const ratio = hostile.p99Ms / quiet.p99Ms;
    console.log(`p99 under attack is ${ratio.toFixed(2)} times that in quiet (at most ${slowdownAllowed})`);
    const isWell = hostile.incomplete === 0 && ratio <= slowdownAllowed && watch.mostBytes < memoryAllowed;
    return isWell ? 0 : 1;
  } finally {
    questions.close();
    await city.stop();
  }
}

runCommand(main, usage);
