import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** How long the store may take for one answer, in milliseconds: every request waits for it. */
const answerWithinMs = 250;
/** A store that stays away is named in the log so often, in milliseconds. */
const namedEveryMs = 60_000;

/** A connection to the store, and what ends it. */
export interface RedisConnection {
  readonly client: Redis;
  close(): void;
}

/**
 * A connection to a Redis that comes back by itself. What is asked while it is away fails at once instead of waiting.
 * The package is loaded here, so that a gateway without a Redis does without it.
 */
export async function connectRedis(url: string, log: Logger): Promise<RedisConnection> {
  const { Redis: Client } = await import('ioredis');
  const client = new Client(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: answerWithinMs,
    retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
  });
  let namedAt = Number.NEGATIVE_INFINITY;
  let isMeant = false;
  const tell = (error?: Error): void => {
    if (isMeant || performance.now() - namedAt < namedEveryMs) return;
    namedAt = performance.now();
    log.warn({ err: error }, 'the store of rate limits does not answer: this process counts for itself');
  };
  client.on('error', tell);
  client.on('close', () => tell());
  client.on('ready', () => {
    namedAt = Number.NEGATIVE_INFINITY;
    log.info('rate limits are counted in the shared store');
  });
  return {
    client,
    close: () => {
      isMeant = true;
      client.disconnect();
    },
  };
}
