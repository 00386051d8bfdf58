import type { Cluster } from 'node:cluster';
import {
  type NumberedRequest,
  ReplayGuard,
  type ReplayOutcome,
  type Replays,
  replaysKeptMs,
} from './ReplayGuard';

interface Question {
  readonly lienThongReplays: number;
  readonly requests: readonly NumberedRequest[];
}
interface Answer {
  readonly lienThongReplays: number;
  readonly outcomes: readonly ReplayOutcome[];
}
interface Waiting {
  readonly requests: NumberedRequest[];
  readonly settle: ((outcome: ReplayOutcome) => void)[];
}

/** A process that does not hear from its supervisor for so long lets nothing in, milliseconds. */
const answerWithinMs = 2_000;

/** The end of the line of one process among several: only that of `node:child_process`. */
export type SupervisedProcess = Pick<NodeJS.Process, 'send' | 'on'>;

/**
 * Asks the supervisor which requests have come, for a department of several processes on one port: each alone would take
 * what another has seen. All requests of one turn of the event loop are one message.
 */
export function askSupervisorOfReplays(host: SupervisedProcess): Replays {
  const asked = new Map<number, Waiting['settle']>();
  let last = 0;
  let waiting: Waiting | null = null;
  host.on('message', (message: unknown) => {
    if (!isAnswer(message)) return;
    const settle = asked.get(message.lienThongReplays);
    asked.delete(message.lienThongReplays);
    settle?.forEach((each, at) => {
      each(message.outcomes[at] ?? 'full');
    });
  });
  const ask = ({ requests, settle }: Waiting): void => {
    const number = ++last;
    asked.set(number, settle);
    host.send?.({ lienThongReplays: number, requests } satisfies Question);
    setTimeout(() => {
      if (asked.delete(number)) for (const each of settle) each('full');
    }, answerWithinMs).unref();
  };
  return {
    take: (request) =>
      new Promise((resolve) => {
        if (!waiting) {
          const next: Waiting = { requests: [], settle: [] };
          waiting = next;
          setImmediate(() => {
            waiting = null;
            ask(next);
          });
        }
        waiting.requests.push(request);
        waiting.settle.push(resolve);
      }),
  };
}

/** Answers the processes of this supervisor. */
export function answerReplays(workers: Pick<Cluster, 'on'>): void {
  const guard = new ReplayGuard(replaysKeptMs);
  workers.on('message', (worker, message: unknown) => {
    if (!isQuestion(message)) return;
    const outcomes = message.requests.map((request) => guard.take(request));
    const answer: Answer = { lienThongReplays: message.lienThongReplays, outcomes };
    if (worker.isConnected()) worker.send(answer, () => undefined);
  });
}

function isQuestion(message: unknown): message is Question {
  return isNumbered(message) && 'requests' in message;
}

function isAnswer(message: unknown): message is Answer {
  return isNumbered(message) && 'outcomes' in message;
}

function isNumbered(message: unknown): message is object {
  return typeof message === 'object' && message !== null && 'lienThongReplays' in message;
}
