import { setTimeout as delay } from 'node:timers/promises';
import type { ProgressLog } from './MongoEngine';

/** Something that runs, and how it ended, in words. */
export interface Runnable {
  readonly exited: Promise<string>;
  /** Ends it; resolves when it is gone. Safe to repeat. */
  stop(): Promise<void>;
}

/** What is to be kept running. */
export interface Upkeep {
  readonly start: () => Promise<Runnable> | Runnable;
  readonly log: ProgressLog;
  /** Waiting time before a new start, milliseconds: doubled from `firstMs` to `longestMs` while it keeps ending early. */
  readonly damping?: { readonly firstMs: number; readonly longestMs: number; readonly steadyAfterMs: number };
}

const standardDamping = { firstMs: 500, longestMs: 30_000, steadyAfterMs: 60_000 };

/**
 * Starts it, and starts it again whenever it ends by itself, with a message and ever longer pauses, until `stop`.
 * Rejects when the first start fails; later failures are tried again.
 */
export async function keepRunning({ start, log, damping = standardDamping }: Upkeep): Promise<Runnable> {
  const stopping = new AbortController();
  let current = await start();
  let pauseMs = damping.firstMs;
  const keep = async () => {
    for (;;) {
      const startedAt = performance.now();
      const how = await current.exited;
      if (stopping.signal.aborted) return how;
      if (performance.now() - startedAt > damping.steadyAfterMs) pauseMs = damping.firstMs;
      log(`ended unexpectedly (${how}); starting it again in ${pauseMs / 1000} s`);
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return how;
      pauseMs = Math.min(pauseMs * 2, damping.longestMs);
      current = await startAgain(start);
      // Stopped while it was starting.
      if (stopping.signal.aborted) await current.stop();
    }
  };
  const exited = keep();
  return {
    exited,
    async stop() {
      stopping.abort();
      await current.stop();
      await exited;
    },
  };
}

/** A start that fails counts as one that ended at once. */
async function startAgain(start: Upkeep['start']): Promise<Runnable> {
  try {
    return await start();
  } catch (error) {
    const how = error instanceof Error ? error.message : String(error);
    return { exited: Promise.resolve(how), stop: () => Promise.resolve() };
  }
}
