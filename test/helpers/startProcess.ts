import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from './repositoryRoot';

const repository = repositoryRoot;
/** Ends the program when the tests are killed, so that none is left behind. */
const lifeline = join(repository, 'gateway', 'start', 'lifeline.cjs');

/** A program to be run as a process of its own, as a user would run it. */
export interface ProcessToStart {
  /** Main file within the repository, e.g. `subgraphs/ict/dist/main.js`; it must be built. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Added to the environment of the tests; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The repository without it. */
  readonly cwd?: string;
  /** The line that says that it is ready. */
  readonly ready: RegExp;
  /** How long it may take to be ready, milliseconds; a minute unless said otherwise. */
  readonly timeoutMs?: number;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Everything that it wrote. */
  readonly output: string;
}

/** A running process of a test. */
export interface TestProcess {
  readonly pid: number;
  /** What the pattern found in the ready line, its groups included. */
  readonly readyLine: RegExpExecArray;
  /** Everything that it has written so far, to its output and its error output. */
  output(): string;
  /** Resolves with the match as soon as what it has written, since its start, holds the pattern. */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Resolves with the match as soon as what it writes from now on, while `act` is done and after it, holds the pattern. */
  waitForNext(pattern: RegExp, act: () => void, timeoutMs?: number): Promise<RegExpExecArray>;
  readonly exited: Promise<ProcessEnd>;
  /** Sends SIGTERM, after a minute SIGKILL; resolves when it is gone. */
  stop(): Promise<ProcessEnd>;
  /** Sends a signal and resolves when it is gone. */
  kill(signal: NodeJS.Signals): Promise<ProcessEnd>;
}

/**
 * Starts a built program and waits for its ready line. Rejects with everything that it wrote when it ends before, or
 * is not ready in time.
 */
export async function startProcess(options: ProcessToStart): Promise<TestProcess> {
  const child = spawnProgram(options);
  const heard = listenTo(child);
  const stop = () => stopChild(child, heard.exited);
  try {
    const readyLine = await heard.waitFor(options.ready, options.timeoutMs);
    const kill = (signal: NodeJS.Signals) => {
      child.kill(signal);
      return heard.exited;
    };
    return { pid: child.pid ?? -1, readyLine, ...heard, stop, kill };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs a built program to its end, e.g. one that refuses to start. */
export function runProcess(options: Omit<ProcessToStart, 'ready' | 'timeoutMs'>): Promise<ProcessEnd> {
  return listenTo(spawnProgram(options)).exited;
}

function spawnProgram({
  file,
  args = [],
  env = {},
  cwd = repository,
}: Omit<ProcessToStart, 'ready'>): ChildProcess {
  return spawn(process.execPath, ['--require', lifeline, join(repository, file), ...args], {
    cwd,
    // Colours would get between the words that tests look for.
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Collects what a process writes; also for processes that a test has spawned in a way of its own. */
export function listenTo(
  child: ChildProcess,
): Pick<TestProcess, 'output' | 'waitFor' | 'waitForNext' | 'exited'> {
  let text = '';
  let isClosed = false;
  const listeners = new Set<() => void>();
  for (const pipe of [child.stdout, child.stderr]) {
    pipe?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const listener of [...listeners]) listener();
    });
  }
  const exited = new Promise<ProcessEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      isClosed = true;
      resolve({ code, signal, output: text });
      for (const listener of [...listeners]) listener();
    });
  });
  const waitFor = (pattern: RegExp, timeoutMs = 60_000, from = 0) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const settle = (outcome: () => void) => {
        clearTimeout(timer);
        listeners.delete(look);
        outcome();
      };
      const fail = (why: string) =>
        settle(() => reject(new Error(`${why} while waiting for ${pattern}. It wrote:\n${text}`)));
      const timer = setTimeout(() => fail(`Nothing came in ${timeoutMs} ms`), timeoutMs);
      const look = () => {
        const match = pattern.exec(from === 0 ? text : text.slice(from));
        if (match) settle(() => resolve(match));
        // It may have ended before all that it wrote has been read.
        else if (isClosed) fail('The process ended');
      };
      listeners.add(look);
      look();
    });
  const waitForNext = (pattern: RegExp, act: () => void, timeoutMs?: number) => {
    const from = text.length;
    act();
    return waitFor(pattern, timeoutMs, from);
  };
  return { output: () => text, waitFor, waitForNext, exited };
}

async function stopChild(child: ChildProcess, exited: Promise<ProcessEnd>): Promise<ProcessEnd> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 60_000);
    await exited;
    clearTimeout(force);
  }
  return exited;
}
