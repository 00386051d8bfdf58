import type { ProgressLog } from './MongoEngine';

const firstAfterMs = 2_000;
const thenEveryMs = 10_000;

/**
 * Runs `work`; when it takes more than two seconds, says so, and every ten seconds how far it is.
 * `describe` gives the sentence of the moment.
 */
export async function withProgress<T>(
  log: ProgressLog,
  describe: () => string,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  let timer = setTimeout(function say() {
    log(`${describe()} (${Math.round((performance.now() - startedAt) / 1000)} s)`);
    timer = setTimeout(say, thenEveryMs);
  }, firstAfterMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
