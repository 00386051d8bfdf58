import cluster, { type Worker } from 'node:cluster';
import { setTimeout as delay } from 'node:timers/promises';
import { type Ending, isOurs, type ToSupervisor, type ToWorker, workerVariable } from './WorkersStanding';

/** What the workers of one supervisor have in common. Times are milliseconds. */
export interface WorkerOptions {
  /** Takes a line for people. */
  readonly log: (line: string) => void;
  /** Added to the environment of each worker. */
  readonly env: Readonly<Record<string, string>>;
  readonly readyWithinMs: number;
  /** How long a worker may take to end; then it is killed. */
  readonly endsWithinMs: number;
  /** The pause before a dead worker is replaced: none at first, then from `firstMs` doubled to `longestMs` while it keeps dying early. */
  readonly damping: { readonly firstMs: number; readonly longestMs: number; readonly steadyAfterMs: number };
  /** Called whenever the number of ready workers may be another. */
  readonly onChange: () => void;
}

/** A worker that ended before it was ready; the message says how. It has said itself why. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure';
}

/** The place of one worker: always the same number, one process after the other. */
export class WorkerSlot {
  #worker: Worker | null = null;
  #isEnding = false;
  #pauseMs = 0;

  constructor(
    readonly number: number,
    private readonly options: WorkerOptions,
  ) {}

  /** Whether a worker of this place answers. */
  get isReady(): boolean {
    return this.#worker !== null;
  }

  /** Starts the first worker. Rejects with how it ended where it was never ready. */
  async start(): Promise<void> {
    this.#take(await this.#fork());
  }

  /** Starts another worker and, when it is ready, lets the present one end. Rejects, with nothing changed, where it does not get ready. */
  async replace(ending: Ending): Promise<() => Promise<void>> {
    const next = await this.#fork();
    const former = this.#worker;
    this.#take(next);
    return async () => {
      if (former) await this.#end(former, ending);
    };
  }

  /** Ends the worker, and starts none again. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    if (this.#worker) await this.#end(this.#worker, { isReplaced: false, lingerMs: 0 });
  }

  /** Kills what there is, at once. */
  kill(): void {
    this.#isEnding = true;
    this.#worker?.process.kill('SIGKILL');
  }

  say(message: ToWorker): void {
    if (this.#worker?.isConnected()) this.#worker.send(message, () => undefined);
  }

  #fork(): Promise<Worker> {
    const { env, readyWithinMs } = this.options;
    const worker = cluster.fork({ ...env, [workerVariable]: String(this.number) });
    // A message to a worker that is just dying fails; its end is told by "exit".
    worker.on('error', () => undefined);
    return new Promise((resolve, reject) => {
      const tooLate = setTimeout(() => worker.process.kill('SIGKILL'), readyWithinMs);
      worker.on('message', (message) => {
        if (!isOurs<ToSupervisor>(message)) return;
        clearTimeout(tooLate);
        resolve(worker);
      });
      worker.once('exit', (code, signal) => {
        clearTimeout(tooLate);
        reject(new WorkerFailure(howItEnded(code, signal)));
      });
    });
  }

  #take(worker: Worker): void {
    const startedAt = performance.now();
    this.#worker = worker;
    this.options.onChange();
    worker.once('exit', (code, signal) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.options.onChange();
      if (this.#isEnding) return;
      if (performance.now() - startedAt > this.options.damping.steadyAfterMs) this.#pauseMs = 0;
      void this.#startAgain(howItEnded(code, signal));
    });
    // It may have died between its word and this line.
    if (worker.isDead()) worker.emit('exit', worker.process.exitCode, worker.process.signalCode);
  }

  async #startAgain(how: string): Promise<void> {
    const { log, damping } = this.options;
    for (let reason = how; !this.#isEnding && this.#worker === null; ) {
      log(
        `worker ${this.number} ended unexpectedly (${reason}); starting another in ${this.#pauseMs / 1000} s`,
      );
      await delay(this.#pauseMs);
      this.#pauseMs = Math.min(Math.max(this.#pauseMs * 2, damping.firstMs), damping.longestMs);
      // Ended, or replaced, in the meantime.
      if (this.#isEnding || this.#worker !== null) return;
      try {
        const worker = await this.#fork();
        if (this.#isEnding || this.#worker !== null) return void worker.process.kill('SIGKILL');
        return this.#take(worker);
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
    }
  }

  async #end(worker: Worker, ending: Ending): Promise<void> {
    if (worker.isDead()) return;
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    if (worker.isConnected()) worker.send({ lienThong: 'end', ending } satisfies ToWorker, () => undefined);
    const force = setTimeout(
      () => worker.process.kill('SIGKILL'),
      ending.lingerMs + this.options.endsWithinMs,
    );
    await exited;
    clearTimeout(force);
  }
}

function howItEnded(code: number | null, signal: string | null): string {
  return signal ? `killed by ${signal}` : `exit code ${code}`;
}
