import { setTimeout as delay } from 'node:timers/promises';
import type { Runnable } from '@lien-thong/subgraph-kit';

const pollIntervalMs = 100;
const longestPauseMs = 2_000;
const answerWithinMs = 2_500;
const startsWithinMs = 60_000;

/** What a `/ready` said, and whether it said yes. */
export interface ReadyAnswer {
  readonly ready: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What `/ready` says at the moment; undefined where nobody answers. */
export async function askReady(url: string): Promise<ReadyAnswer | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(answerWithinMs) });
    const body: unknown = await answer.json();
    return { ready: answer.ok, body: typeof body === 'object' && body !== null ? { ...body } : {} };
  } catch {
    return undefined;
  }
}

/**
 * Waits until a process that has just been started answers, ready or not. Rejects when it ends instead, or has not
 * answered after a minute.
 */
export async function waitUntilAnswering(url: string, process: Runnable): Promise<void> {
  let how: string | undefined;
  void process.exited.then((text) => {
    how = text;
  });
  const deadline = performance.now() + startsWithinMs;
  while (how === undefined && performance.now() < deadline) {
    if (await askReady(url)) return;
    await delay(pollIntervalMs);
  }
  await process.stop();
  throw new Error(how ? `it ended before it answered (${how})` : 'it did not answer within a minute');
}

/**
 * Asks until the process says that it is ready and gives its answer; after `withinMs` the last one, whatever it says:
 * a department whose database is down is up, but not ready.
 */
export async function waitUntilReady(url: string, withinMs: number): Promise<ReadyAnswer | undefined> {
  const deadline = performance.now() + withinMs;
  for (let pauseMs = pollIntervalMs; ; pauseMs = Math.min(pauseMs * 1.2, longestPauseMs)) {
    const answer = await askReady(url);
    if (answer?.ready || performance.now() > deadline) return answer;
    await delay(pauseMs);
  }
}
