import type { ProbeReading } from '../Probes';

/** What may grow between the first third of the readings and the last. */
const heapAllowed = { share: 0.1, bytes: 12 * 1_048_576 };
const handlesAllowed = 25;
const loopDelayAllowed = { times: 3, ms: 100 };

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** The middle one: a reading that fell into a burst of something else does not count. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * What of a process has grown over its readings, in sentences; the first fifth, in which caches fill, is left out. `slack`
 * is how many times more the event loop may be held up than wanted: what else a machine does is in that.
 */
export function growthOf(name: string, readings: readonly ProbeReading[], slack = 1): string[] {
  const warm = readings.slice(Math.floor(readings.length / 5));
  const third = Math.max(1, Math.floor(warm.length / 3));
  const early = warm.slice(0, third);
  const late = warm.slice(-third);
  const of = (field: keyof ProbeReading, average: (values: readonly number[]) => number) => {
    const [before, after] = [early, late].map((part) => average(part.map((each) => each[field])));
    return { before: before ?? 0, after: after ?? 0 };
  };
  const heap = of('heapBytes', mean);
  const handles = of('handles', mean);
  const loop = of('loopDelayP99Ms', median);
  const checks: Array<[boolean, string]> = [
    [
      heap.after <= heap.before * (1 + heapAllowed.share) + heapAllowed.bytes,
      `${name}: the heap has grown from ${Math.round(heap.before / 1_024)} to ${Math.round(heap.after / 1_024)} KiB`,
    ],
    [
      handles.after <= handles.before + handlesAllowed,
      `${name}: handles have grown from ${handles.before.toFixed(0)} to ${handles.after.toFixed(0)}`,
    ],
    [
      loop.after <= slack * (loop.before * loopDelayAllowed.times + loopDelayAllowed.ms),
      `${name}: the delay of the event loop has grown from ${loop.before.toFixed(0)} to ${loop.after.toFixed(0)} ms`,
    ],
  ];
  return checks.filter(([holds]) => !holds).map(([, sentence]) => sentence);
}
