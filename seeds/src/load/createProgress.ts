import type { LoadProgress } from './loadPacks';

/** How often a long loading says how far it is, milliseconds. */
const EVERY_MS = 2_000;
/** From so many rows on making an index takes long enough to say so. */
const MANY_ROWS = 10_000;

/** Says how far a collection is and how fast, once it takes longer than two seconds. */
export function createProgress(
  print: (line: string) => void,
  now: () => number = Date.now,
): (progress: LoadProgress) => void {
  let current = '';
  let startedAt = 0;
  let saidAt = 0;
  return ({ department, collection, pack, rows, indexes }) => {
    const name = `${department} ${collection} (${pack})`;
    const at = now();
    if (indexes !== undefined) {
      if (rows >= MANY_ROWS) print(`${department} ${collection}: making ${indexes} indexes`);
      return;
    }
    if (name !== current) {
      current = name;
      startedAt = at;
      saidAt = at;
    }
    if (at - saidAt < EVERY_MS) return;
    saidAt = at;
    const rate = Math.round((rows * 1_000) / Math.max(1, at - startedAt));
    print(`${name}: ${rows.toLocaleString('en-US')} rows, ${rate.toLocaleString('en-US')} rows/s`);
  };
}
