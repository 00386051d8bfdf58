/** One who waits. */
export interface Waiting {
  /** When the waiting began, in milliseconds of `performance.now()`. */
  readonly since: number;
  /** Called once: with true when it may go on, with false when it is refused. */
  settle(admitted: boolean): void;
}

/**
 * A line with a limit that is fair between addresses: who is next is chosen address by address, and where it is full,
 * the address that fills it most loses its newest place to one that has fewer.
 */
export class WaitingLine {
  readonly #byAddress = new Map<string, Waiting[]>();
  #size = 0;

  /** The limit is asked for whenever somebody comes: it may become another. Who waits already keeps the place. */
  constructor(private readonly limit: () => number) {}

  /** How many wait. */
  get size(): number {
    return this.#size;
  }

  /** Takes one into the line. Where there is no place for it, or it costs another its place, that one is refused. */
  add(address: string, waiting: Waiting): void {
    if (this.#size >= this.limit() && !this.#makeRoomFor(address)) {
      waiting.settle(false);
      return;
    }
    const places = this.#byAddress.get(address);
    if (places) places.push(waiting);
    else this.#byAddress.set(address, [waiting]);
    this.#size += 1;
  }

  /** The next one, taken out of the line; undefined where nobody waits. */
  take(): Waiting | undefined {
    for (const [address, places] of this.#byAddress) {
      const next = places.shift();
      // To the end: every other address is asked before this one is again.
      this.#byAddress.delete(address);
      if (places.length > 0) this.#byAddress.set(address, places);
      this.#size -= 1;
      return next;
    }
    return undefined;
  }

  /** Refuses all who began to wait before that time. */
  refuseBefore(time: number): void {
    for (const [address, places] of this.#byAddress) {
      const tooLong = places.findIndex(({ since }) => since >= time);
      const late = places.splice(0, tooLong < 0 ? places.length : tooLong);
      this.#size -= late.length;
      if (places.length === 0) this.#byAddress.delete(address);
      for (const waiting of late) waiting.settle(false);
    }
  }

  #makeRoomFor(address: string): boolean {
    const own = this.#byAddress.get(address)?.length ?? 0;
    let fullest: [string, Waiting[]] | undefined;
    for (const entry of this.#byAddress) {
      if (!fullest || entry[1].length > fullest[1].length) fullest = entry;
    }
    // One place more than the other would have is no injustice: without this, two addresses would drive each other out.
    if (!fullest || fullest[1].length <= own + 1) return false;
    const newest = fullest[1].pop();
    this.#size -= 1;
    newest?.settle(false);
    return true;
  }
}
