import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, isProcessAlive } from '@lien-thong/subgraph-kit';
import type { Versions } from './ImportKind';

/** How far a command of an import is. A try that was sent may have come about; one that was refused has not. */
export interface Progress {
  readonly state: 'sent' | 'refused' | 'done';
  /** Number of the try, from 1; part of its idempotency key. */
  readonly attempt: number;
  readonly versions: Versions;
}

interface Line extends Progress {
  readonly row: number;
}

/**
 * What an import has sent so far, one line a step, written before the step is made. With it a run that was killed is gone
 * on with: a command that was sent and not answered is sent again exactly as it was, which its idempotency key makes
 * harmless. A lost ledger cannot make anything happen twice: the keys stay the same, and rows are refused instead.
 */
export interface Ledger {
  /** True where an earlier run has sent anything. */
  readonly isBegun: boolean;
  /** Progress of the command that begins with that row; null where it was never sent. */
  of(row: number): Progress | null;
  write(row: number, progress: Progress): void;
  /** Lets another process import the same file. */
  close(): void;
}

function linesOf(path: string): Line[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Line];
    } catch {
      // The line that a killed process was writing: its step was not made.
      return [];
    }
  });
}

function takeLock(path: string): void {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(readFileSync(path, 'utf8'));
      if (attempt === 2 || (holder !== process.pid && isProcessAlive(holder))) {
        throw new ConfigurationError([
          `the same file is being imported by process ${holder}. Wait for it, or end it first.`,
        ]);
      }
      rmSync(path, { force: true });
    }
  }
}

/**
 * Opens the ledger of that name in the folder. Nothing is written until the first step; one that is only read takes no
 * lock. Throws ConfigurationError while another process imports the same file.
 */
export function openLedger(folder: string, name: string, isReadOnly: boolean): Ledger {
  const path = join(folder, `${name}.jsonl`);
  const lock = join(folder, `${name}.lock`);
  if (!isReadOnly) {
    mkdirSync(folder, { recursive: true });
    takeLock(lock);
  }
  const lines = linesOf(path);
  const progressByRow = new Map(lines.map(({ row, ...progress }) => [row, progress as Progress]));
  let file: number | null = null;
  const append = (line: string) => {
    // A line of its own, whatever a killed process left of the one before.
    if (file === null) {
      file = openSync(path, 'a');
      appendFileSync(file, '\n');
    }
    appendFileSync(file, `${line}\n`);
  };
  return {
    isBegun: lines.length > 0,
    of: (row) => progressByRow.get(row) ?? null,
    write(row, progress) {
      append(JSON.stringify({ row, ...progress }));
      progressByRow.set(row, progress);
    },
    close() {
      if (file !== null) closeSync(file);
      if (!isReadOnly) rmSync(lock, { force: true });
    },
  };
}
