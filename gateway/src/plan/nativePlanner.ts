import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fromNative } from './fromNative';
import type { FromNativeProcess, ToNativeProcess } from './nativeProcess';
import type { Planner, PlanRequest } from './Planner';
import type { Plan } from './PlanStep';

type NativePlan = Parameters<typeof fromNative>[0];

/** The native planner gave no plan: it crashed, is not to be had here, or refused the operation. Another may know one. */
export class NativePlannerFailed extends Error {}

interface Waiting {
  resolve(plan: NativePlan): void;
  reject(error: Error): void;
}

/** After a crash the process is not started again for this long, doubled with each crash in a row. */
const restartAfterMs = 100;
const longestRestartAfterMs = 10_000;

/**
 * The native planner in a process of its own. There are valid operations on which it panics or faults, and native code
 * that aborts takes its whole process along: here that is a process which holds nothing but the planner, is started
 * again, and costs the operation a `NativePlannerFailed`. A plan that outlives its signal takes the process with it.
 */
export function createNativePlanner(supergraphSdl: string): Planner {
  const home = new NativeHome(supergraphSdl);
  home.warm();
  return {
    name: 'native',
    plan: async (request) => read(await home.plan(request), request),
    dispose: async () => home.stop(),
  };
}

/** A plan that holds no GraphQL is as good as none: there are operations for which the planner writes such. */
function read(plan: NativePlan, { kind }: PlanRequest): Plan {
  try {
    return fromNative(plan, kind);
  } catch (error) {
    throw new NativePlannerFailed(error instanceof Error ? error.message : String(error));
  }
}

/** The script of the process; sources that run without a build (the tests) use the build's. */
function processScript(): string | null {
  const places = [__dirname, __dirname.replace(/([\\/])src([\\/])plan$/, '$1dist$2plan')];
  return places.map((folder) => join(folder, 'nativeProcess.js')).find(existsSync) ?? null;
}

class NativeHome {
  private child: ChildProcess | undefined;
  private unavailable: string | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;
  private crashesInRow = 0;
  private startNotBefore = 0;

  constructor(private readonly supergraphSdl: string) {}

  /** Starts the process ahead of the first plan. */
  warm(): void {
    this.childOrReason();
  }

  plan({ text, overrides, signal }: PlanRequest): Promise<NativePlan> {
    const child = this.childOrReason();
    if (typeof child === 'string') return Promise.reject(new NativePlannerFailed(child));
    const id = this.count++;
    return new Promise<NativePlan>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      signal?.addEventListener('abort', () => this.waiting.has(id) && this.lose(child, 'took too long'));
      this.send(child, { id, text, labels: [...overrides.labels], roll: overrides.roll });
    });
  }

  stop(): void {
    if (this.child) this.lose(this.child, 'was stopped');
    this.unavailable ??= 'the planner was stopped';
  }

  private childOrReason(): ChildProcess | string {
    if (this.unavailable !== undefined) return this.unavailable;
    if (this.child) return this.child;
    if (Date.now() < this.startNotBefore) return 'it crashed a moment ago';
    const script = processScript();
    if (!script) {
      this.unavailable = 'its process has not been built';
      return this.unavailable;
    }
    this.child = this.start(script);
    return this.child;
  }

  private start(script: string): ChildProcess {
    const child = fork(script, {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      serialization: 'advanced',
    });
    child.on('message', (message: FromNativeProcess) => this.receive(message));
    child.once('error', (error) => this.lose(child, error.message));
    child.once('exit', (code, signal) => this.lose(child, `ended with ${signal ?? code}`));
    child.unref();
    child.channel?.unref();
    this.send(child, { supergraphSdl: this.supergraphSdl });
    return child;
  }

  private send(child: ChildProcess, message: ToNativeProcess): void {
    child.send(message, (error) => error && this.lose(child, error.message));
  }

  private receive(message: FromNativeProcess): void {
    if ('unavailable' in message) {
      this.unavailable = message.unavailable;
      this.failAll(message.unavailable);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    this.crashesInRow = 0;
    if ('plan' in message) waiting?.resolve(message.plan as NativePlan);
    else waiting?.reject(new NativePlannerFailed(message.error));
  }

  private lose(child: ChildProcess, reason: string): void {
    if (this.child !== child) return;
    this.child = undefined;
    this.startNotBefore =
      Date.now() + Math.min(restartAfterMs * 2 ** this.crashesInRow, longestRestartAfterMs);
    this.crashesInRow += 1;
    child.kill('SIGKILL');
    this.failAll(`the native planner ${reason}`);
  }

  private failAll(reason: string): void {
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of lost) reject(new NativePlannerFailed(reason));
  }
}
