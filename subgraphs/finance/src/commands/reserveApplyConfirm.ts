import { CommandRefused } from '@lien-thong/subgraph-kit';

/** Thrown by `apply` where its reservation was given up for good: the command begins again with another one. */
export class ReservationVoided extends Error {
  constructor(id: string) {
    super(`the reservation ${id} was given up`);
    this.name = 'ReservationVoided';
  }
}

/**
 * The steps of a change of two chains. The holder has what is reserved; the decider says, once and for all, whether
 * the change comes about.
 */
export interface TwoChainChange<R> {
  /** Reserves under the id of that attempt, on the holder. Throws `CommandRefused` where there is no room. */
  readonly reserve: (attempt: number) => Promise<void>;
  /** Makes the change, on the decider; `ReservationVoided` where the decider has given that attempt up. */
  readonly apply: (attempt: number) => Promise<R>;
  /** Lets the decider give the attempt up, unless it came about meanwhile: true when it is given up. */
  readonly giveUp: (attempt: number) => Promise<boolean>;
  /** Frees the reservation, on the holder, after the decider has given it up. */
  readonly release: (attempt: number) => Promise<void>;
  /** Marks the reservation as used, on the holder. */
  readonly confirm: (result: R, attempt: number) => Promise<void>;
}

const maxAttempts = 50;

/**
 * Reserve, apply, confirm. A reservation counts from the moment it lands, so that a process that dies leaves room
 * unused, never overspent; it is freed only after the decider has given it up, so that no slow process can still use it.
 */
export async function reserveApplyConfirm<R>(change: TwoChainChange<R>): Promise<R> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    await change.reserve(attempt);
    try {
      const result = await change.apply(attempt);
      await change.confirm(result, attempt);
      return result;
    } catch (error) {
      if (error instanceof ReservationVoided) continue;
      if (!(error instanceof CommandRefused)) throw error;
      if (await change.giveUp(attempt)) {
        await change.release(attempt);
        throw error;
      }
      // The same command came about through another caller meanwhile: its result is the first one.
      const result = await change.apply(attempt);
      await change.confirm(result, attempt);
      return result;
    }
  }
  throw new Error(`no reservation held in ${maxAttempts} attempts`);
}
