import { type Clock, systemClock } from './Clock';

/** How much is kept, and for how long. */
export interface StaleAnswersOptions {
  readonly maxAgeMs: number;
  /** Of keys and answers, as they are in memory at most. */
  readonly maxBytes: number;
}

/** One read by one reader. Readers of the same name have the same rights and send the same headers. */
export interface KeptRead {
  readonly reader: string;
  readonly department: string;
  /** Text and variables, as the department gets them. */
  readonly body: string;
}

interface Entry {
  readonly text: string;
  readonly keptAt: number;
  readonly bytes: number;
  readonly reader: string;
}

/** A character takes two bytes at most. */
const bytesOfCharacter = 2;
/** What an entry takes beside its texts, roughly. */
const bytesOfEntry = 200;

/**
 * The last good answers to reads, for when their department fails. Each belongs to one reader, and no write of that reader's comes after it:
 * whoever changed something would take the former state for a loss of the change. Those used longest ago go first.
 */
export class StaleAnswers {
  private readonly entries = new Map<string, Entry>();
  private readonly keysByReader = new Map<string, Set<string>>();
  private bytes = 0;
  private supergraph = 0;
  private newestSupergraph = 0;
  /** Goes up with each write, when it begins and when it ends. */
  private writes = 0;

  constructor(
    private readonly options: StaleAnswersOptions,
    private readonly clock: Clock = systemClock,
  ) {}

  /** What is kept now, in bytes. */
  get size(): number {
    return this.bytes;
  }

  /** Changes with every write. What was read under another one is not to be kept. */
  get epoch(): number {
    return this.writes;
  }

  /** A number for a supergraph that is about to be served. As soon as it is used, what was kept under others is gone. */
  register(): number {
    return ++this.newestSupergraph;
  }

  /** A write by this reader begins, or has ended. */
  forget(reader: string): void {
    this.writes++;
    for (const key of this.keysByReader.get(reader) ?? []) this.remove(key);
  }

  /** Keeps an answer in which nothing was wrong, if no write came after `epoch`. */
  keep(supergraph: number, read: KeptRead, { text, epoch }: { text: string; epoch: number }): void {
    if (epoch !== this.writes || !this.serves(supergraph)) return;
    const key = keyOf(read);
    const bytes = (key.length + text.length) * bytesOfCharacter + bytesOfEntry;
    this.remove(key);
    if (bytes > this.options.maxBytes) return;
    this.entries.set(key, { text, keptAt: this.clock.now(), bytes, reader: read.reader });
    this.bytes += bytes;
    const keys = this.keysByReader.get(read.reader) ?? new Set();
    this.keysByReader.set(read.reader, keys.add(key));
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= this.options.maxBytes) return;
      this.remove(oldest);
    }
  }

  /** The last good answer with its age; null where there is none, or none that is young enough. */
  find(supergraph: number, read: KeptRead): { readonly text: string; readonly ageMs: number } | null {
    if (!this.serves(supergraph)) return null;
    const key = keyOf(read);
    const entry = this.entries.get(key);
    if (!entry) return null;
    const ageMs = this.clock.now() - entry.keptAt;
    if (ageMs > this.options.maxAgeMs) {
      this.remove(key);
      return null;
    }
    this.entries.delete(key);
    this.entries.set(key, entry);
    return { text: entry.text, ageMs };
  }

  private serves(supergraph: number): boolean {
    if (supergraph > this.supergraph) {
      this.supergraph = supergraph;
      this.entries.clear();
      this.keysByReader.clear();
      this.bytes = 0;
    }
    return supergraph === this.supergraph;
  }

  private remove(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.bytes -= entry.bytes;
    const keys = this.keysByReader.get(entry.reader);
    keys?.delete(key);
    if (keys?.size === 0) this.keysByReader.delete(entry.reader);
  }
}

function keyOf({ reader, department, body }: KeptRead): string {
  return JSON.stringify([reader, department, body]);
}
