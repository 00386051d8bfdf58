import { mebibytes, type ProbeReading } from '../Probes';

/** The head of the table of readings. */
export function printReadingsHead(): void {
  console.log('    time  process     heap MiB  resident MiB  handles  loop delay p99 ms');
}

/** One line of it: after how many milliseconds, which process, what it holds. */
export function printReading(name: string, reading: ProbeReading, afterMs: number): void {
  const cells = [
    `${(afterMs / 1_000).toFixed(0)} s`.padStart(8),
    name.padEnd(10),
    mebibytes(reading.heapBytes).padStart(8),
    mebibytes(reading.rssBytes).padStart(12),
    String(reading.handles).padStart(7),
    reading.loopDelayP99Ms.toFixed(1).padStart(17),
  ];
  console.log(cells.join('  '));
}
