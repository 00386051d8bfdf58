import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** A started process of the benchmark. */
export interface BenchProcess {
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** What to start. */
export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Starts a process whose output is kept for the message of a failure. */
export function startProcess({ command, args, env, cwd }: ProcessOptions): BenchProcess {
  const child = spawn(command, [...args], {
    cwd,
    env: { ...process.env, APOLLO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', ...env },
    stdio: ['pipe', 'ignore', process.env.BENCH_DEBUG ? 'inherit' : 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    child,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await Promise.race([ended, delay(3_000)]);
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Waits until a GraphQL endpoint answers `{ __typename }`. Rejects after `withinMs`. */
export async function waitForGraphQL(url: string, withinMs = 60_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      });
      if (response.ok) return;
    } catch {
      // Not listening yet.
    }
    await delay(200);
  }
  throw new Error(`${url} did not answer within ${withinMs} ms`);
}

/** Resident memory of a process, MiB; 0 where it cannot be read. */
export function memoryOf(pid: number | undefined): number {
  try {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1024;
  } catch {
    return 0;
  }
}
