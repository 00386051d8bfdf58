import { setTimeout as delay } from 'node:timers/promises';
import { load } from '../../bench/gateway/measure';
import { startFastGateway } from '../fastGateway';
import { type ProbeReading, Probes } from '../Probes';
import { growthOf } from './flatness';
import { printReading, printReadingsHead } from './printReading';

/** How much. */
export interface SoakRequestsOptions {
  readonly requests: number;
  /** How often the supergraph is changed meanwhile. */
  readonly reloads: number;
  readonly connections: number;
}

/** How long the load generator runs between two readings, seconds. */
const sliceSeconds = 10;

/** Sends so many requests to a gateway before fast subgraphs, reloads its supergraph meanwhile, and reads what it holds. */
export async function soakRequests(options: SoakRequestsOptions): Promise<readonly string[]> {
  const { requests, reloads, connections } = options;
  const probes = new Probes();
  const fast = await startFastGateway({ connections, env: probes.env });
  const readings: ProbeReading[] = [];
  try {
    await load(fast.ground, fast.url, 4);
    printReadingsHead();
    const begunAt = performance.now();
    const counts = { requests: 0, failed: 0, reloads: 0 };
    while (counts.requests < requests) {
      const loading = load(fast.ground, fast.url, sliceSeconds);
      const due = Math.ceil((reloads * (counts.requests + 1)) / requests) - counts.reloads;
      const wanted = Math.min(due + Math.ceil(reloads / 20), reloads - counts.reloads);
      for (let n = 0; n < wanted; n += 1, counts.reloads += 1) await fast.reload();
      const report = await loading;
      counts.requests += report.requests;
      counts.failed += report.failed + report.wrong + report.refused;
      // A former engine is closed a second after the last request that was validated against it.
      await delay(1_500);
      const reading = await probes.read(fast.pid);
      readings.push(reading);
      printReading('gateway', reading, performance.now() - begunAt);
    }
    for (; counts.reloads < reloads; counts.reloads += 1) await fast.reload();
    await delay(3_000);
    readings.push(await probes.read(fast.pid));
    console.log(`${counts.requests} requests, ${counts.failed} failed, ${counts.reloads} reloads`);
    return [
      ...(counts.failed > 0 ? [`${counts.failed} requests failed`] : []),
      ...growthOf('gateway', readings),
    ];
  } finally {
    await fast.stop();
    probes.remove();
  }
}
