import type { Logger } from 'pino';
import type { Config } from '../config/config';
import type { Exchange } from '../http/Exchange';
import { sendThrown } from '../http/sendError';
import { AddressRanges } from './AddressRanges';
import { Admission } from './Admission';
import { type AddressOf, createAddressOf } from './clientAddress';
import { createBudgets } from './createBudgets';
import { RateLimits } from './RateLimits';
import { refuseOverload } from './refuseOverload';
import { SlowReaders } from './SlowReaders';

/** How often the log tells of refused requests while there are any, in milliseconds. */
const toldEveryMs = 1_000;

/** Who may ask, how much, and how many at once. */
export interface Traffic {
  readonly addressOf: AddressOf;
  readonly admission: Admission;
  readonly rateLimits: RateLimits;
  readonly slowReaders: SlowReaders;
  /** Answers an exchange by that work once there is room; 429 or 503 where it may not, before anything of its body is read. */
  answer(exchange: Exchange, work: () => Promise<void> | void): Promise<void>;
  /** The same without taking up room, for what is admitted operation by operation. */
  refuses(exchange: Exchange): boolean;
  close(): void;
}

/** Makes the limits of traffic as they are configured. */
export async function createTraffic(config: Config, log: Logger): Promise<Traffic> {
  const admission: Admission = new Admission(
    config,
    tellInSum(log, () => admission),
  );
  const rateLimits = new RateLimits({
    budgets: await createBudgets(config, log),
    exempt: new AddressRanges(config.rateLimitExempt),
    windowSeconds: config.rateLimitWindowSeconds,
  });
  const exceedsRate = (exchange: Exchange): boolean => {
    // Who has a token is charged for it, and not for the address: that is known only when it is verified.
    if (exchange.request.headers.authorization !== undefined) return false;
    const refusal = rateLimits.refusal(exchange.address);
    if (refusal) sendThrown(exchange, refusal);
    return refusal !== null;
  };
  return {
    addressOf: createAddressOf(config.trustedProxies),
    admission,
    rateLimits,
    slowReaders: new SlowReaders(config),
    refuses: (exchange) => {
      if (exceedsRate(exchange)) return true;
      if (!admission.isFull) return false;
      admission.countRefusal();
      refuseOverload(exchange);
      return true;
    },
    answer: async (exchange, work) => {
      if (exceedsRate(exchange)) return;
      if (!admission.tryEnter() && !(await admission.wait(exchange.address))) return refuseOverload(exchange);
      try {
        // Who has gone meanwhile is not answered.
        if (!exchange.response.destroyed) await work();
      } finally {
        admission.leave();
      }
    },
    close: () => {
      admission.close();
      rateLimits.close();
    },
  };
}

/** One line in a while for all that were refused: a line for each would cost more than refusing. */
function tellInSum(log: Logger, admission: () => Admission): () => void {
  let timer: NodeJS.Timeout | null = null;
  let told = 0;
  const tell = (): void => {
    timer = null;
    const { refused, inFlight, waiting } = admission().stats;
    log.warn({ refused: refused - told, inFlight, waiting }, `overload: ${refused - told} requests refused`);
    told = refused;
  };
  return () => {
    if (timer === null) timer = setTimeout(tell, toldEveryMs).unref();
  };
}
