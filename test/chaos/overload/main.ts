import { setTimeout as delay } from 'node:timers/promises';
import { type LoadReport, load } from '../../bench/gateway/measure';
import { type FastGateway, startFastGateway } from '../fastGateway';
import { MemoryWatch, processorSeconds, residentBytes } from '../MemoryWatch';
import { mebibytes } from '../Probes';
import { readWholeNumbers } from '../readWholeNumbers';
import { runCommand } from '../runCommand';

const usage = `npm run test:overload -- [--seconds N] [--times N] [--connections N] [--workers N] [--gateway=TEXT]

  --seconds N      how long the overload lasts (default 60)
  --times N        how many times the capacity is asked for (default 3)
  --connections N  connections that measure the capacity (default 50)
  --workers N      processes of the gateway; 0 is one without a supervisor (default 0)
  --gateway=TEXT   further flags of the gateway, as --gateway="--concurrency-limit 100"`;

/** Throughput under overload is at least this share of the capacity. */
const shareWanted = 0.9;
/** A refusal takes no longer, p99 in milliseconds: the time that a request may wait for its turn, and some. */
const refusalWithinMs = 2_500;
const memoryAllowed = 1_024 * 1_048_576;
const normalWithinMs = 5_000;

interface Flags {
  readonly seconds: number;
  readonly times: number;
  readonly connections: number;
  readonly workers: number;
  /** Further flags of the gateway, with blanks between them. */
  readonly gateway: string;
}

/** So many clients, each with a connection, that those who wait are never all of them. */
const connectionsOf = (rate: number): number => Math.min(6_000, Math.ceil(1_000 + rate * 2));

/** A run, and how many requests were answered for each second of the processor that the gateway had meanwhile. */
interface Run extends LoadReport {
  readonly perProcessorSecond: number;
}

async function run(
  fast: FastGateway,
  how: { connections: number; rate?: number },
  seconds: number,
): Promise<Run> {
  const before = processorSeconds(fast.pid);
  const report = await load({ ...fast.ground, ...how }, fast.url, seconds);
  const taken = processorSeconds(fast.pid) - before;
  return { ...report, perProcessorSecond: report.requests / Math.max(0.01, taken) };
}

/** A load that the gateway carries easily, for one second. */
const lightLoad = (fast: FastGateway, capacity: number): Promise<LoadReport> =>
  load({ ...fast.ground, connections: 100, rate: Math.max(1, capacity * 0.3) }, fast.url, 1);

const isNormal = (report: LoadReport, quietP99Ms: number): boolean =>
  report.failed + report.refused + report.unsent === 0 && report.p99 < Math.max(4 * quietP99Ms, 50);

/** How long after the overload a light load is answered as before, milliseconds; null where it is not within 20 s. */
async function recovery(fast: FastGateway, capacity: number, quietP99Ms: number): Promise<number | null> {
  const endedAt = performance.now();
  while (performance.now() - endedAt < 20_000) {
    const begunAt = performance.now();
    if (isNormal(await lightLoad(fast, capacity), quietP99Ms)) return begunAt - endedAt;
  }
  return null;
}

function problemsOf(figures: {
  readonly over: LoadReport;
  readonly capacity: number;
  readonly mostBytes: number;
  readonly recoveryMs: number | null;
}): string[] {
  const { over, capacity, mostBytes, recoveryMs } = figures;
  const checks: Array<[boolean, string]> = [
    [over.rps >= shareWanted * capacity, 'too few requests were answered'],
    [
      over.failed + over.wrong === 0,
      `${over.failed} requests got neither an answer nor a refusal, ${over.wrong} a wrong one`,
    ],
    [
      over.unsent < over.requests / 100,
      `${over.unsent} requests could not be sent: connections stay open for too long`,
    ],
    [over.refusedP99 <= refusalWithinMs, 'refusals are slow'],
    [mostBytes < memoryAllowed, 'the memory is not bounded'],
    [recoveryMs !== null && recoveryMs <= normalWithinMs, 'it does not become normal in time'],
  ];
  return checks.filter(([holds]) => !holds).map(([, sentence]) => sentence);
}

async function runOverload({ seconds, times, connections, workers, gateway }: Flags): Promise<string[]> {
  // Nothing is shared, so that each request is work; otherwise equal requests would cost next to nothing.
  const further = gateway.split(' ').filter(Boolean);
  const flags = ['--share-reads', 'off', '--workers', String(workers), ...further];
  const fast = await startFastGateway({ connections, flags });
  const { pid, ground, url } = fast;
  try {
    await load(ground, url, 5);
    const alone = await run(fast, { connections }, Math.min(10, seconds));
    const { rps: capacity, p99 } = alone;
    const quiet = await lightLoad(fast, capacity);
    console.log(
      `capacity: ${capacity.toFixed(0)} requests/s over ${connections} connections, p99 ${p99.toFixed(0)} ms; at 0.3 of it p99 ${quiet.p99.toFixed(1)} ms`,
    );
    const before = residentBytes(pid);
    const watch = new MemoryWatch(pid);
    const rate = capacity * times;
    const over = await run(fast, { connections: connectionsOf(rate), rate }, seconds);
    const recoveryMs = await recovery(fast, capacity, quiet.p99);
    watch.stop();
    console.log(
      `${rate.toFixed(0)} requests/s for ${seconds} s: ${over.requests} answered (${over.rps.toFixed(0)}/s, ${(over.rps / capacity).toFixed(2)} of the capacity; p50 ${over.p50.toFixed(0)} ms, p99 ${over.p99.toFixed(0)} ms), ${over.refused} refused (p99 ${over.refusedP99.toFixed(0)} ms, longest ${over.refusedMax.toFixed(0)} ms), ${over.failed} failed, ${over.wrong} wrong, ${over.unsent} not sent`,
    );
    // What others take of the machine changes the capacity; how far the gateway's own time goes says what refusing costs.
    console.log(
      `answers for a second of the gateway's processor: ${alone.perProcessorSecond.toFixed(0)} at capacity, ${over.perProcessorSecond.toFixed(0)} in overload (${(over.perProcessorSecond / alone.perProcessorSecond).toFixed(2)})`,
    );
    const well = recoveryMs === null ? 'not within 20 s' : `after ${Math.round(recoveryMs)} ms`;
    console.log(
      `memory: ${mebibytes(before)} MiB before, ${mebibytes(watch.mostBytes)} MiB at most; normal again ${well}`,
    );
    return problemsOf({ over, capacity, mostBytes: watch.mostBytes, recoveryMs });
  } finally {
    await fast.stop();
    await delay(50);
  }
}

async function main(argv: readonly string[]): Promise<number> {
  const numbers = {
    seconds: [60, 1, 3_600],
    times: [3, 1, 20],
    connections: [50, 1, 1_000],
    workers: [0, 0, 16],
  } as const;
  const flags = readWholeNumbers(argv, numbers, { gateway: '' });
  const problems = await runOverload(flags);
  console.log(`problems: ${problems.length}`);
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

runCommand(main, usage);
