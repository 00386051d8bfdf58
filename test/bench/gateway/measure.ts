import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { memoryOf, type ProcessOptions, startProcess, waitForGraphQL } from './processes';

/** What the load generator prints; times in milliseconds. */
export interface LoadReport {
  readonly requests: number;
  readonly failed: number;
  /** Answered with 503, and how long that took. */
  readonly refused: number;
  readonly refusedP99: number;
  readonly refusedMax: number;
  /** For which no connection was free, so that they were not sent. */
  readonly unsent: number;
  readonly wrong: number;
  readonly seconds: number;
  readonly rps: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly bytes: number;
}

/** One measured run. */
export interface Measurement extends LoadReport {
  readonly memoryMiB: number;
  /** Requests to subgraphs for each answered client request. */
  readonly subgraphRequests: number;
}

/** The bench's own machinery: the compiled harness, its subgraphs, the files of the run. */
export interface BenchGround {
  readonly harness: string;
  readonly folder: string;
  readonly subgraphsUrl: string;
  readonly connections: number;
  /** Requests a second, whatever comes back; left out, each connection waits for its answer. */
  readonly rate?: number;
}

const run = promisify(execFile);

/** Loads `url` with the heavy query for `seconds`. */
export async function load(ground: BenchGround, url: string, seconds: number): Promise<LoadReport> {
  const files = ['-body', join(ground.folder, 'body.json'), '-expect', join(ground.folder, 'expected.json')];
  const { connections, rate = 0 } = ground;
  const how = ['-connections', String(connections), '-seconds', String(seconds), '-rate', String(rate)];
  const { stdout } = await run(ground.harness, ['load', '-url', url, ...files, ...how]);
  return JSON.parse(stdout) as LoadReport;
}

/** Requests that the subgraphs have had since the last time they were asked. */
export async function subgraphCount({ subgraphsUrl }: BenchGround): Promise<number> {
  const response = await fetch(`${subgraphsUrl}/_count`);
  return ((await response.json()) as { requests: number }).requests;
}

/** Starts a gateway, warms it up, loads it, and ends it. */
export async function measure(
  ground: BenchGround,
  options: ProcessOptions,
  { port, seconds, warmSeconds }: { port: number; seconds: number; warmSeconds: number },
): Promise<Measurement> {
  const started = startProcess(options);
  const url = `http://127.0.0.1:${port}/graphql`;
  try {
    await waitForGraphQL(url);
    await load(ground, url, warmSeconds);
    await subgraphCount(ground);
    const report = await load(ground, url, seconds);
    const asked = await subgraphCount(ground);
    return {
      ...report,
      memoryMiB: memoryOf(started.child.pid),
      subgraphRequests: asked / Math.max(1, report.requests),
    };
  } finally {
    await started.stop();
  }
}
