import { load } from '../../bench/gateway/measure';
import { startFastGateway } from '../fastGateway';
import { type ProbeReading, Probes } from '../Probes';
import { percentile } from '../percentile';

/** What is to be reloaded. */
export interface ReloadOptions {
  readonly reloads: number;
  readonly connections: number;
}

/** What was seen. Times in milliseconds, memory in bytes after a garbage collection. */
export interface ReloadReport {
  readonly reloads: number;
  readonly requests: number;
  /** Not answered, or not rightly: none is wanted. */
  readonly failed: number;
  /** Of runs without a reload, which take turns with the others, the median. */
  readonly steadyP99Ms: number;
  /** Of runs in which one reload follows the other, the median. */
  readonly p99Ms: number;
  readonly longestMs: number;
  readonly heapBefore: number;
  readonly heapAfter: number;
  readonly rssBefore: number;
  readonly rssAfter: number;
}

/** Longer than a former engine waits for requests that were validated against it, milliseconds. */
const retiredAfterMs = 3_000;

/** Memory may grow by so much between the first reload and the last, bytes: what caches fill up with. */
export const growthAllowed = 12 * 1_048_576;
/** On a busy machine a former engine may be let go later: so often it is looked again. */
const looksAgain = 15;

/** Loads the gateway steadily and, in turns with that, while it takes over one supergraph after the other. */
export async function runReloads({ reloads, connections }: ReloadOptions): Promise<ReloadReport> {
  const probes = new Probes();
  const fast = await startFastGateway({ connections, env: probes.env });
  const { ground, pid, url } = fast;
  try {
    await load(ground, url, 4);
    // The first reload makes what every later one replaces.
    await fast.reload();
    await new Promise((resolve) => setTimeout(resolve, retiredAfterMs));
    const before = await probes.read(pid);
    let [requests, failed, longest, left] = [0, 0, 0, reloads];
    const p99s: number[] = [];
    const steadyP99s: number[] = [];
    while (left > 0) {
      // In turns, so that what else the machine does falls upon both.
      steadyP99s.push((await load(ground, url, 5)).p99);
      const loading = load(ground, url, 10);
      let isLoading = true;
      void loading.finally(() => {
        isLoading = false;
      });
      for (; left > 0 && isLoading; left -= 1) await fast.reload();
      const report = await loading;
      requests += report.requests;
      failed += report.failed + report.wrong + report.refused;
      longest = Math.max(longest, report.max);
      p99s.push(report.p99);
    }
    let after: ProbeReading;
    let looks = 0;
    do {
      await new Promise((resolve) => setTimeout(resolve, retiredAfterMs));
      after = await probes.read(pid);
      looks += 1;
    } while (after.heapBytes - before.heapBytes > growthAllowed && looks < looksAgain);
    return {
      reloads,
      requests,
      failed,
      steadyP99Ms: percentile(steadyP99s, 0.5),
      p99Ms: percentile(p99s, 0.5),
      longestMs: longest,
      heapBefore: before.heapBytes,
      heapAfter: after.heapBytes,
      rssBefore: before.rssBytes,
      rssAfter: after.rssBytes,
    };
  } finally {
    await fast.stop();
    probes.remove();
  }
}
