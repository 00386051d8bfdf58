import type { BreakerState } from './DepartmentObserver';
import type { BreakerPolicy } from './DepartmentPolicy';

/** The window is counted in so many slices: what is older than the window goes slice by slice. */
const slices = 10;

/** Refused: the department is not to be asked now. */
export const refused = -1;

/**
 * Leaves a department alone that has failed too often lately, so that its callers fail at once and it can recover. Open, it lets one request
 * through at each interval, even while an earlier one still hangs: the first that is answered closes it. Times are those of one clock, in
 * milliseconds. One of its own: the packages for it wrap each request in promises and events, which the hot path would pay for.
 */
export class CircuitBreaker {
  private current: BreakerState = 'closed';
  /** Goes up with each change of state: requests that began under another one say nothing of this one. */
  private era = 0;
  private probeAt = 0;
  private slice = 0;
  private readonly failed = new Float64Array(slices);
  private readonly ended = new Float64Array(slices);

  constructor(
    private readonly policy: BreakerPolicy,
    private readonly changed: (state: BreakerState) => void,
  ) {}

  get state(): BreakerState {
    return this.current;
  }

  /** Whether a request would be let through now. */
  wouldPass(now: number): boolean {
    return this.current === 'closed' || now >= this.probeAt;
  }

  /** Lets a request through, with the era to record its end under; or `refused`. */
  pass(now: number): number {
    if (this.current === 'closed') return this.era;
    if (now < this.probeAt) return refused;
    this.probeAt = now + this.policy.probeEveryMs;
    if (this.current === 'open') this.become('half-open');
    return this.era;
  }

  /** How a request has ended. What tells nothing of the department, as a client that left, is not recorded. */
  record(era: number, isFailure: boolean, now: number): void {
    if (era !== this.era) return;
    if (this.current === 'half-open') {
      if (isFailure) this.open(now);
      else this.become('closed');
      return;
    }
    const { windowMs, minimumRequests, failureShare } = this.policy;
    const slice = Math.floor((now * slices) / windowMs);
    this.advance(slice);
    const index = slice % slices;
    this.ended[index] = (this.ended[index] as number) + 1;
    if (!isFailure) return;
    this.failed[index] = (this.failed[index] as number) + 1;
    const ended = sum(this.ended);
    if (ended >= minimumRequests && sum(this.failed) >= ended * failureShare) this.open(now);
  }

  private advance(slice: number): void {
    if (slice === this.slice) return;
    const passed = Math.min(slices, slice - this.slice);
    for (let back = 0; back < passed; back++) {
      const index = (slice - back) % slices;
      this.failed[index] = 0;
      this.ended[index] = 0;
    }
    this.slice = slice;
  }

  private open(now: number): void {
    this.probeAt = now + this.policy.probeEveryMs;
    this.become('open');
  }

  private become(state: BreakerState): void {
    this.current = state;
    this.era++;
    this.failed.fill(0);
    this.ended.fill(0);
    this.changed(state);
  }
}

function sum(counts: Float64Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
