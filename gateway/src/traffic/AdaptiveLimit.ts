/** How often the limit is looked at while requests are answered, in milliseconds. */
const lookedAtEveryMs = 100;
/** A process whose event loop waits for less than this share of its time has no more to give. */
const busyFrom = 0.97;
const fewer = 0.9;
const more = 1.1;
/** So many at once fill a processor in any case: below that nothing is gained by fewer. */
const leastLimit = 64;

/** What share of the time since it was asked last the event loop was at work, from 0 to 1. */
export type Utilization = () => number;

/** The utilization of this thread's event loop, as Node measures it. */
export function eventLoopUtilization(): Utilization {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}

/**
 * How many requests may be answered at once: as many as are allowed while the process waits for others, as for a slow
 * department, and ever fewer than are under way while it is busy itself, since more would only take memory then, and
 * make each answer later. Fewer by a tenth, and more by a tenth, ten times a second.
 */
export class AdaptiveLimit {
  #limit: number;
  #share = 1;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly most: number,
    private readonly utilization: Utilization = eventLoopUtilization(),
  ) {
    this.#limit = most;
  }

  get current(): number {
    return this.#limit;
  }

  /** What share of those who may wait may do so at present, from 0 to 1: as far down as the limit goes, however few are under way. */
  get share(): number {
    return this.#share;
  }

  /** Looks at the process from now on until nothing is under way any more; `inFlight` tells how much is. */
  watch(inFlight: () => number): void {
    if (this.#timer !== null) return;
    this.utilization();
    this.#timer = setInterval(() => {
      const count = inFlight();
      this.adapt(count);
      if (count === 0 && this.#limit === this.most && this.#share === 1) this.stop();
    }, lookedAtEveryMs).unref();
  }

  /** Takes the process as it is now, with so many requests under way. */
  adapt(inFlight: number): void {
    const least = Math.min(leastLimit, this.most);
    const isBusy = this.utilization() >= busyFrom;
    this.#share = isBusy ? Math.max(least / this.most, this.#share * fewer) : Math.min(1, this.#share * more);
    if (!isBusy) {
      this.#limit = Math.min(this.most, Math.ceil(this.#limit * more));
    } else if (inFlight > least) {
      this.#limit = Math.max(least, Math.floor(Math.min(this.#limit, inFlight) * fewer));
    }
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
