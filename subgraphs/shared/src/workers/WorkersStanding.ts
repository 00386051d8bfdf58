/** How many workers there should be, and how many answer. */
export interface WorkersStanding {
  readonly wanted: number;
  readonly ready: number;
}

/** How a worker is to end. */
export interface Ending {
  /** True where another process has taken its place already: the service as a whole stays ready. */
  readonly isReplaced: boolean;
  /** How long a connection without a request is kept for the next one, milliseconds. */
  readonly lingerMs: number;
}

/** What the supervisor says to a worker. */
export type ToWorker =
  | { readonly lienThong: 'standing'; readonly standing: WorkersStanding }
  | { readonly lienThong: 'end'; readonly ending: Ending };

/** What a worker says to the supervisor: that it listens and has all that it needs. */
export interface ToSupervisor {
  readonly lienThong: 'ready';
}

/** The variable in which a worker finds its number. */
export const workerVariable = 'LIEN_THONG_WORKER';

/** Whether a message is one of these; libraries send others over the same channel. */
export function isOurs<M extends { readonly lienThong: string }>(message: unknown): message is M {
  return typeof message === 'object' && message !== null && 'lienThong' in message;
}
