import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A process of this machine. */
export interface FoundProcess {
  readonly pid: number;
  /** Its command line, words separated by spaces. */
  readonly command: string;
}

/** All processes that work in a folder or below it. Reads `/proc`, so Linux only. */
export async function processesIn(folder: string): Promise<readonly FoundProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => processIn(folder, pid)));
  return found.filter((each) => each !== undefined);
}

async function processIn(folder: string, pid: number): Promise<FoundProcess | undefined> {
  try {
    const place = await readlink(`/proc/${pid}/cwd`);
    if (place !== folder && !place.startsWith(`${folder}/`)) return undefined;
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    // A process that has ended and waits for its parent has no command line.
    return words === '' ? undefined : { pid, command: words.split('\0').join(' ').trim() };
  } catch {
    return undefined;
  }
}

/** Waits until no process works below the folder; answers with those that are left after `withinMs`. */
export async function processesLeftIn(folder: string, withinMs: number): Promise<readonly FoundProcess[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const left = await processesIn(folder);
    if (left.length === 0 || performance.now() > deadline) return left;
    await delay(100);
  }
}
