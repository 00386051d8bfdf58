import cluster from 'node:cluster';
import {
  type Ending,
  isOurs,
  type ToSupervisor,
  type ToWorker,
  type WorkersStanding,
  workerVariable,
} from './WorkersStanding';

/** A worker's end of the line to its supervisor. */
export interface WorkerLink {
  /** From 1. A worker that takes the place of another has its number. */
  readonly number: number;
  /** Of all workers, as the supervisor said last. */
  standing(): WorkersStanding | null;
  /** To be said when the worker listens and has loaded what it serves. */
  sayReady(): void;
  /** Called when the supervisor wants this worker to end. */
  onEnd(end: (ending: Ending) => void): void;
}

/** The line to the supervisor; null in a process that has none. */
export function workerLink(host: NodeJS.Process): WorkerLink | null {
  if (!cluster.isWorker) return null;
  let standing: WorkersStanding | null = null;
  let end: ((ending: Ending) => void) | null = null;
  // A closed terminal, or who means the supervisor, sends it to all processes alike.
  host.on('SIGHUP', () => undefined);
  host.on('message', (message) => {
    if (!isOurs<ToWorker>(message)) return;
    if (message.lienThong === 'standing') standing = message.standing;
    else end?.(message.ending);
  });
  const ready: ToSupervisor = { lienThong: 'ready' };
  return {
    number: Number(host.env[workerVariable]),
    standing: () => standing,
    sayReady: () => void host.send?.(ready),
    onEnd: (listener) => {
      end = listener;
    },
  };
}
