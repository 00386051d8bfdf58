import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { MongoEngine, ServerPlace } from './MongoEngine';

const readyWithinMs = 30_000;
const endsWithinMs = 5_000;

/** A running database server. */
export interface ServerProcess {
  /** Of the server itself, also where another process stands between it and its starter. */
  readonly pid: number;
  /** Resolves when the process has ended, with how, e.g. `killed by SIGKILL`. */
  readonly exited: Promise<string>;
  /** Ends it in an orderly way, by force after five seconds; resolves when it is gone. Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Starts a server and waits until it takes connections, 30 s at most. It lives in a process group of its own, so that
 * a Ctrl-C reaches only its starter, which decides the order; it ends with its starter in any case.
 * Fails with what the server wrote when it ends early.
 */
export async function startServerProcess(
  engine: MongoEngine,
  place: ServerPlace,
  env: NodeJS.ProcessEnv,
): Promise<ServerProcess> {
  const [file, ...args] = engine.command(place);
  const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const exited = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
  const stop = () => stopProcess(child, exited);
  try {
    const pid = await waitUntilReady(child, engine);
    return { pid, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Answers with the id of the server's process. Goes on reading: a server stands still when nobody does. */
function waitUntilReady(child: ChildProcess, engine: MongoEngine): Promise<number> {
  const lastLines: string[] = [];
  let pid = child.pid ?? -1;
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new Error([`${engine.product} ${engine.version} ${what}.`, ...lastLines].join('\n')));
    };
    const timer = setTimeout(() => fail(`did not start within ${readyWithinMs / 1000} s`), readyWithinMs);
    for (const pipe of [child.stdout, child.stderr]) {
      if (!pipe) continue;
      createInterface({ input: pipe }).on('line', (line) => {
        // Said by runWithLifeline.cjs.
        const behind = /^server process (\d+)$/.exec(line)?.[1];
        if (behind) pid = Number(behind);
        else lastLines.push(line);
        if (lastLines.length > 5) lastLines.shift();
        if (!engine.isReadyLine(line)) return;
        clearTimeout(timer);
        resolve(pid);
      });
    }
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('close', (code) => fail(`ended at once (exit code ${code})`));
  });
}

async function stopProcess(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const ended = await Promise.race([exited.then(() => true), delay(endsWithinMs, false, { ref: false })]);
  if (ended) return;
  child.kill('SIGKILL');
  await once(child, 'close');
}
