import { AdaptiveLimit } from './AdaptiveLimit';
import { type Waiting, WaitingLine } from './WaitingLine';

/** How much goes on at once. */
export interface AdmissionLimits {
  /** How many requests are answered at once at most; 0 admits all. */
  readonly concurrencyLimit: number;
  /** How many more may wait. */
  readonly queueLimit: number;
  /** How long one may wait, in milliseconds. */
  readonly queueWaitMs: number;
}

/** Counts since the start, and how things stand now. */
export interface AdmissionStats {
  readonly inFlight: number;
  /** How many may be under way at once, as things are. */
  readonly limit: number;
  readonly waiting: number;
  readonly admitted: number;
  readonly refused: number;
}

/**
 * How many begin in one turn of the event loop. What has begun goes before what is new: each turn also does the next
 * step of all that is under way, so a process that is busy takes in less by itself, with nothing measured. Fewer gain
 * nothing for those who wait, more make each turn, and so every answer, longer.
 */
const begunInOneTurn = 8;

/** Lets requests begin: at once while there is room, after a short wait in a fair line, or not at all. */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #line: WaitingLine;
  readonly #limit: AdaptiveLimit;
  readonly #countInFlight = (): number => this.#inFlight;
  #inFlight = 0;
  #admitted = 0;
  #refused = 0;
  #begunThisTurn = 0;
  #turnIsAwaited = false;
  #sweeper: NodeJS.Timeout | null = null;

  /** `onRefused` hears of each request that is not admitted. */
  constructor(
    limits: AdmissionLimits,
    private readonly onRefused: () => void = () => {},
  ) {
    this.#limits = limits;
    this.#limit = new AdaptiveLimit(limits.concurrencyLimit);
    this.#line = new WaitingLine(() => this.#lineLimit);
  }

  get stats(): AdmissionStats {
    return {
      inFlight: this.#inFlight,
      limit: this.#limit.current,
      waiting: this.#line.size,
      admitted: this.#admitted,
      refused: this.#refused,
    };
  }

  /** Whether one may begin now. Who may must call `leave` when it has ended. */
  tryEnter(): boolean {
    if (this.#limits.concurrencyLimit > 0 && (this.#line.size > 0 || !this.#hasRoom())) return false;
    this.#begin();
    return true;
  }

  /** Whether whoever comes now is refused at once, unless others have more than their share. */
  get isFull(): boolean {
    return this.#line.size >= this.#lineLimit;
  }

  /** Counts one that was refused without asking, because there was no room anyway. */
  countRefusal(): void {
    this.#refuse();
  }

  /** Runs the work once there is room for it; null where there is none. */
  async run<T>(address: string, work: () => Promise<T>): Promise<T | null> {
    if (!this.tryEnter() && !(await this.wait(address))) return null;
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  /** Waits for its turn: true once it may begin, and must call `leave` in the end; false where it is refused. */
  wait(address: string): Promise<boolean> {
    this.#sweeper ??= setInterval(() => this.#sweep(), Math.max(5, this.#limits.queueWaitMs / 8));
    return new Promise((resolve) => {
      const waiting: Waiting = {
        since: performance.now(),
        settle: (admitted) => {
          if (!admitted) this.#refuse();
          resolve(admitted);
        },
      };
      this.#line.add(address, waiting);
    });
  }

  /** One that had begun has ended. */
  leave(): void {
    this.#inFlight -= 1;
    if (this.#line.size > 0) this.#letIn();
  }

  /** Refuses all who wait. */
  close(): void {
    this.#line.refuseBefore(Number.POSITIVE_INFINITY);
    this.#stopSweeping();
    this.#limit.stop();
  }

  /**
   * How many may wait. Fewer before a process that is busy: a long line gets no more done there, it makes everybody wait,
   * and takes memory.
   */
  get #lineLimit(): number {
    return Math.max(1, Math.floor(this.#limits.queueLimit * this.#limit.share));
  }

  #hasRoom(): boolean {
    return this.#inFlight < this.#limit.current && this.#begunThisTurn < begunInOneTurn;
  }

  #begin(): void {
    this.#inFlight += 1;
    this.#admitted += 1;
    this.#begunThisTurn += 1;
    if (this.#limits.concurrencyLimit > 0) this.#limit.watch(this.#countInFlight);
    if (this.#turnIsAwaited) return;
    this.#turnIsAwaited = true;
    setImmediate(this.#nextTurn);
  }

  readonly #nextTurn = (): void => {
    this.#turnIsAwaited = false;
    this.#begunThisTurn = 0;
    this.#letIn();
  };

  #letIn(): void {
    while (this.#line.size > 0 && this.#hasRoom()) {
      this.#begin();
      this.#line.take()?.settle(true);
    }
    if (this.#line.size === 0) this.#stopSweeping();
  }

  #refuse(): void {
    this.#refused += 1;
    this.onRefused();
  }

  #sweep(): void {
    this.#line.refuseBefore(performance.now() - this.#limits.queueWaitMs);
    if (this.#line.size === 0) this.#stopSweeping();
  }

  #stopSweeping(): void {
    if (this.#sweeper) clearInterval(this.#sweeper);
    this.#sweeper = null;
  }
}
