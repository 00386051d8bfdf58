import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../helpers/repositoryRoot';

/** What a process holds, after a garbage collection. */
export interface ProbeReading {
  readonly pid: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly externalBytes: number;
  /** Sockets, servers, timers and the like that keep the process alive. */
  readonly handles: number;
  /** Of the event loop since the last reading, milliseconds beyond the resolution of the measurement. */
  readonly loopDelayP99Ms: number;
}

/** Reads what processes hold that were started with `env`. */
export class Probes {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lien-thong-probes-'));

  /** The environment of a process that is to be read. */
  get env(): Readonly<Record<string, string>> {
    const file = join(repositoryRoot, 'test', 'dist', 'chaos', 'probe.js');
    return { PROBE_FOLDER: this.#folder, NODE_OPTIONS: `--require ${file}` };
  }

  /** Collects the garbage of a process and reads what is left. Rejects where there is no such process. */
  async read(pid: number): Promise<ProbeReading> {
    const port = readFileSync(join(this.#folder, `${pid}.port`), 'utf8');
    const response = await fetch(`http://127.0.0.1:${port}/`);
    return (await response.json()) as ProbeReading;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Bytes as MiB with one decimal. */
export const mebibytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
