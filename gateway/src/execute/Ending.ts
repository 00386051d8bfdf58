import { setMaxListeners } from 'node:events';

/** Who is told that something has ended. */
export type EndListener = (() => void) | { handleEvent(): void };

/** What work that may end before it is done asks of its signal; an `AbortSignal` has all of it. */
export interface Signal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: EndListener, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: EndListener): void;
}

/**
 * The end of one request for all that is done for it. It does what an `AbortController` and its signal do, without the
 * events of the platform: one is made for each request, and everything asked of a department listens to it for a while.
 */
export class Ending implements Signal {
  aborted = false;
  private listeners: Set<EndListener> | undefined = undefined;

  /** Tells all who listen, each once; from then on it is in the past. */
  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    const { listeners } = this;
    this.listeners = undefined;
    for (const listener of listeners ?? [])
      if (typeof listener === 'function') listener();
      else listener.handleEvent();
  }

  addEventListener(_type: 'abort', listener: EndListener): void {
    if (this.aborted) return;
    this.listeners ??= new Set();
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: EndListener): void {
    this.listeners?.delete(listener);
  }
}

/** Ends as soon as one of these does. */
export function firstToEnd(...signals: readonly Signal[]): Signal {
  const ending = new Ending();
  const end = (): void => ending.abort();
  for (const signal of signals)
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  return ending;
}

/** Lets any number listen to a signal of the platform, which takes more than ten for a leak. */
export function expectListeners(signal: Signal | undefined): void {
  if (signal instanceof AbortSignal) setMaxListeners(0, signal);
}
