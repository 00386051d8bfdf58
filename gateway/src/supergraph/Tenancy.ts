/** Counts what runs, so that what it runs on can be closed when nothing does any more. */
export class Tenancy {
  #running = 0;
  #whenIdle: (() => void) | null = null;

  /** Runs the work and counts it until it has settled. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const leave = this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** Counts something until the function that comes back is called; calling it again does nothing. */
  enter(): () => void {
    let isIn = true;
    this.#running += 1;
    return () => {
      if (!isIn) return;
      isIn = false;
      this.#running -= 1;
      if (this.#running === 0) this.#whenIdle?.();
    };
  }

  /** Resolves as soon as nothing runs. */
  idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenIdle = resolve;
    });
  }
}
