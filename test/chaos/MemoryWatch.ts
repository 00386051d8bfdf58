import { readFileSync } from 'node:fs';

const pageBytes = 4_096;

/** Resident memory of a process, bytes; 0 where there is no such process. Reads `/proc`, so Linux only. */
export function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;
  } catch {
    return 0;
  }
}

/** Ticks of a second in `/proc/.../stat`, on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Processor time that a process has taken since it began, all its threads together, in seconds; 0 where there is none. */
export function processorSeconds(pid: number): number {
  try {
    // The name of the program comes first, in brackets, and may hold blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}

/** Watches the resident memory of a process until it is stopped. */
export class MemoryWatch {
  /** The most that was seen, bytes. */
  mostBytes: number;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.mostBytes = residentBytes(pid);
    this.#timer = setInterval(() => {
      this.mostBytes = Math.max(this.mostBytes, residentBytes(pid));
    }, 200);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
