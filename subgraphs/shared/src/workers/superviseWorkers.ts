import cluster from 'node:cluster';
import { type WorkerOptions, WorkerSlot } from './WorkerSlot';
import type { WorkersStanding } from './WorkersStanding';

/** What is to be supervised. Times are milliseconds. */
export interface SuperviseOptions
  extends Pick<WorkerOptions, 'log'>,
    Partial<Pick<WorkerOptions, 'env' | 'damping'>> {
  readonly count: number;
  /** How long a worker may take to be ready. */
  readonly readyWithinMs?: number;
  /** How long a worker may take to end once it was told to, beside the time that connections linger. */
  readonly endsWithinMs: number;
  /** How long a replaced worker keeps a connection without a request for the next one. */
  readonly lingerMs: number;
}

/** Several processes of this program on the same ports. */
export interface SupervisedWorkers {
  standing(): WorkersStanding;
  /**
   * Replaces all workers, one after the other: each new one is ready before the old one stops listening. Never rejects:
   * where a new one does not get ready, it says so and the old ones stay.
   */
  roll(): Promise<void>;
  /** Lets all of them end; resolves when they are gone. */
  stop(): Promise<void>;
  /** Ends all at once. */
  kill(): void;
}

const standardDamping = { firstMs: 500, longestMs: 30_000, steadyAfterMs: 60_000 };

/**
 * Runs this program again in `count` processes that share its ports, and replaces one that dies. The first is started
 * alone: where it does not get ready, as with a broken configuration, this rejects with how it ended and starts no other.
 */
export async function superviseWorkers(options: SuperviseOptions): Promise<SupervisedWorkers> {
  const { log, count, lingerMs, endsWithinMs, env = {}, readyWithinMs = 60_000 } = options;
  const { damping = standardDamping } = options;
  // The supervisor takes connections and hands them on: one that a worker no longer wants goes to another.
  cluster.schedulingPolicy = cluster.SCHED_RR;
  const standing = (): WorkersStanding => ({
    wanted: count,
    ready: slots.filter(({ isReady }) => isReady).length,
  });
  const onChange = () => {
    for (const slot of slots) slot.say({ lienThong: 'standing', standing: standing() });
  };
  const common = { log, env, readyWithinMs, endsWithinMs, damping, onChange };
  const slots = Array.from({ length: count }, (_, at) => new WorkerSlot(at + 1, common));
  const stop = async () => void (await Promise.all(slots.map((slot) => slot.stop())));
  const [first, ...others] = slots;
  await first?.start();
  try {
    await Promise.all(others.map((slot) => slot.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  let rolling = Promise.resolve();
  return {
    standing,
    stop,
    kill: () => {
      for (const slot of slots) slot.kill();
    },
    roll: () => {
      rolling = rolling.then(() => rollAll(slots, { log, lingerMs }));
      return rolling;
    },
  };
}

async function rollAll(
  slots: readonly WorkerSlot[],
  { log, lingerMs }: Pick<SuperviseOptions, 'log' | 'lingerMs'>,
): Promise<void> {
  const endings: Promise<void>[] = [];
  for (const slot of slots) {
    try {
      const endFormer = await slot.replace({ isReplaced: true, lingerMs });
      log(`worker ${slot.number} is replaced`);
      endings.push(endFormer());
    } catch (error) {
      const how = error instanceof Error ? error.message : String(error);
      log(
        `a new worker ${slot.number} did not get ready (${how}): the old one stays, and so do those after it`,
      );
      break;
    }
  }
  await Promise.all(endings);
  log('the former workers have ended');
}
