import type { ServerResponse } from 'node:http';

/** How long clients may take to read, and how much may wait for all of them together. */
export interface SlowReaderLimits {
  /** Milliseconds. */
  readonly sendDeadlineMs: number;
  readonly unsentLimitBytes: number;
}

/** Cuts off clients that do not read: what waits for them is memory, and there is no end to how many they can be. */
export class SlowReaders {
  /** By answer: what ends the wait for its reader. In the order in which they began to be slow. */
  readonly #timers = new Map<ServerResponse, NodeJS.Timeout>();
  readonly #cutOff = new WeakSet<ServerResponse>();
  readonly #limits: SlowReaderLimits;

  constructor(limits: SlowReaderLimits) {
    this.#limits = limits;
  }

  /** How many clients have something left to read. */
  get size(): number {
    return this.#timers.size;
  }

  /** Whether the client of this answer was cut off; Node says of the answer all the same that it was sent. */
  hasCutOff(response: ServerResponse): boolean {
    return this.#cutOff.has(response);
  }

  /** Gives the client of an ended answer its time to read what the system has not taken over yet; nothing where it took all. */
  watch(response: ServerResponse): void {
    if (unsentBytes(response) === 0) return;
    const forget = this.#startClock(response);
    response.once('close', forget);
    response.once('finish', forget);
  }

  /** Resolves as soon as more can be written, or the client is gone; who reads too slowly is cut off. */
  drained(response: ServerResponse): Promise<void> {
    if (!response.writableNeedDrain || response.destroyed) return Promise.resolve();
    const forget = this.#startClock(response);
    return new Promise((resolve) => {
      const end = (): void => {
        response.off('drain', end);
        response.off('close', end);
        forget();
        resolve();
      };
      response.on('drain', end);
      response.on('close', end);
    });
  }

  #startClock(response: ServerResponse): () => void {
    this.#stopClock(response);
    const timer = setTimeout(() => this.#cut(response), this.#limits.sendDeadlineMs);
    this.#timers.set(response, timer.unref());
    this.#cutOffBeyondLimit();
    return () => this.#stopClock(response);
  }

  #stopClock(response: ServerResponse): void {
    clearTimeout(this.#timers.get(response));
    this.#timers.delete(response);
  }

  #cutOffBeyondLimit(): void {
    let total = 0;
    for (const response of this.#timers.keys()) total += unsentBytes(response);
    for (const response of this.#timers.keys()) {
      if (total <= this.#limits.unsentLimitBytes) return;
      total -= unsentBytes(response);
      this.#cut(response);
    }
  }

  #cut(response: ServerResponse): void {
    this.#stopClock(response);
    this.#cutOff.add(response);
    response.destroy();
  }
}

/** What is written and not yet taken over by the system; an answer that waits behind another has it all. */
function unsentBytes({ socket, writableLength }: ServerResponse): number {
  return socket ? socket.writableLength : writableLength;
}
