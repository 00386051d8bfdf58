import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Runnable } from '@lien-thong/subgraph-kit';
import { repository } from './repository';

const lifeline = join(repository, 'gateway', 'start', 'lifeline.cjs');
/** Longer than the gateway and the departments give their open requests. */
const endsWithinMs = 12_000;

/** A Node program to be run as a process of its own. */
export interface Program {
  /** Path of its main file within the repository. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Flags of Node itself. */
  readonly nodeFlags?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Takes each line that it writes. */
  readonly onLine: (line: string) => void;
}

/**
 * Starts a program in a process group of its own, so that a Ctrl-C reaches the supervisor alone, which ends all in
 * order. The program ends by itself when the supervisor dies.
 */
export function startProgram({ file, args = [], nodeFlags = [], env, onLine }: Program): Runnable {
  const all = [...nodeFlags, '--require', lifeline, join(repository, file), ...args];
  const child = spawn(process.execPath, all, {
    cwd: repository,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  for (const pipe of [child.stdout, child.stderr]) createInterface({ input: pipe }).on('line', onLine);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
  });
  return {
    exited,
    async stop() {
      child.kill('SIGTERM');
      const force = new AbortController();
      await Promise.race([
        exited,
        delay(endsWithinMs, undefined, { signal: force.signal }).catch(() => undefined),
      ]);
      force.abort();
      child.kill('SIGKILL');
      await exited;
    },
  };
}
