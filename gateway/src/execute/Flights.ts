import { Ending, type Signal } from './Ending';
import type { RequestWatch } from './RequestWatch';

/** Whoever waits for a piece of shared work. */
export interface Passenger<T> {
  /** Leaves without the work ending for the others. */
  readonly signal?: Signal;
  /** What one who leaves gets. */
  left(): T;
  /** Told, where it joins, whose work it waits for. */
  readonly watch?: RequestWatch;
  /** The department whose answer it waits for; left out where it is the answer as a whole. */
  readonly subgraph?: string;
}

/** What work that others may join is given. */
export interface FlightControls {
  /** Aborted when the last passenger has left. */
  readonly signal: Signal;
  /** Lets nobody else join. */
  close(): void;
}

interface Flight<T> {
  /** Of the one who began it. */
  readonly watch: RequestWatch | undefined;
  readonly result: Promise<T>;
  readonly ending: Ending;
  close(): void;
  passengers: number;
}

/**
 * Work under way that others who want the same may join. Once it has ended, or was closed, the next one starts anew: nothing is kept.
 */
export class Flights<T> {
  /** How often somebody joined instead of starting. */
  joined = 0;
  private readonly open = new Map<string, Flight<T>>();

  join(key: string, passenger: Passenger<T>, start: (controls: FlightControls) => Promise<T>): Promise<T> {
    const known = this.open.get(key);
    if (known) {
      this.joined++;
      const landed = passenger.watch?.sharing?.(known.watch, passenger.subgraph);
      const boarded = board(known, passenger);
      return landed ? boarded.finally(landed) : boarded;
    }
    const ending = new Ending();
    const close = (): void => {
      if (this.open.get(key) === flight) this.open.delete(key);
    };
    const flight: Flight<T> = {
      watch: passenger.watch,
      ending,
      close,
      passengers: 0,
      result: start({ signal: ending, close }).finally(close),
    };
    this.open.set(key, flight);
    return board(flight, passenger);
  }
}

function board<T>(flight: Flight<T>, { signal, left }: Passenger<T>): Promise<T> {
  flight.passengers++;
  if (!signal) return flight.result;
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      resolve(left());
      if (--flight.passengers > 0) return;
      flight.close();
      flight.ending.abort();
    };
    if (signal.aborted) {
      leave();
      return;
    }
    signal.addEventListener('abort', leave, { once: true });
    const stay = (): void => signal.removeEventListener('abort', leave);
    flight.result.then(
      (value) => {
        stay();
        resolve(value);
      },
      (error: unknown) => {
        stay();
        reject(error);
      },
    );
  });
}
