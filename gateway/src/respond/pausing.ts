/** Work is given up for others after so many milliseconds in one go. */
const longestTurnMs = 6;

/** Runs work that pauses, and lets the event loop take its turn wherever the pauses allow. */
export async function runPausing<T>(work: Generator<void, T, void>): Promise<T> {
  let turnBegan = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - turnBegan < longestTurnMs) continue;
    await nextTurn();
    turnBegan = performance.now();
  }
}

/** Resolves when the event loop has seen to others. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Runs work that pauses, without a pause: for work that is known to be short. */
export function runAtOnce<T>(work: Generator<void, T, void>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
