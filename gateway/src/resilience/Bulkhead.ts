import type { BulkheadPolicy } from './DepartmentPolicy';

/** A request that waits for its turn. */
export interface Waiting {
  /** Its turn has come, and its place is taken. */
  enter(): void;
}

/**
 * So many requests to one department at once, and so many that wait: one that is slow holds no more of the gateway than that. Whoever
 * entered calls `leave`, whoever waits may call `giveUp`.
 */
export class Bulkhead {
  private taken = 0;
  private readonly queue = new Set<Waiting>();

  constructor(private readonly policy: BulkheadPolicy) {}

  get inFlight(): number {
    return this.taken;
  }

  get queued(): number {
    return this.queue.size;
  }

  /** Takes a place where one is free; otherwise waits for `enter` where there is room to wait. */
  enter(request: Waiting): 'entered' | 'waits' | 'full' {
    if (this.taken < this.policy.inFlight) {
      this.taken++;
      return 'entered';
    }
    if (this.queue.size >= this.policy.queue) return 'full';
    this.queue.add(request);
    return 'waits';
  }

  /** Gives the place back; whoever has waited longest has it next. */
  leave(): void {
    for (const next of this.queue) {
      this.queue.delete(next);
      next.enter();
      return;
    }
    this.taken--;
  }

  /** Waits no more. */
  giveUp(request: Waiting): void {
    this.queue.delete(request);
  }
}
