import type { Db } from 'mongodb';
import type { Logger } from 'pino';
import type { AnyCollection } from '../collection';
import type { Row } from '../records';
import { type JournalEntry, journalName } from './journal';
import { type CollectionsByName, projectEntry } from './project';

/** What a sweep looked at and mended. */
export interface SweepReport {
  readonly entriesSeen: number;
  readonly rowsRepaired: number;
}

/** What a sweep works on. */
export interface SweepOptions {
  readonly db: Db;
  readonly collections: CollectionsByName;
  /** Collection of each aggregate type. */
  readonly collectionOfType: ReadonlyMap<string, AnyCollection>;
  /** Only entries since then; all of them where left out. */
  readonly since?: Date;
}

/**
 * Writes again every projection that lags behind the journal, as it does where a process died between the insert of
 * a version and the writing of its rows. Reads the journal once, in order; safe at any time and to repeat.
 */
export async function sweepProjections(options: SweepOptions): Promise<SweepReport> {
  const { db, collectionOfType, since } = options;
  const cursor = db
    .collection<JournalEntry>(journalName)
    .find(since ? { at: { $gte: since } } : {})
    .batchSize(200);
  let entriesSeen = 0;
  let rowsRepaired = 0;
  for await (const entry of cursor as unknown as AsyncIterable<JournalEntry>) {
    entriesSeen += 1;
    const own = collectionOfType.get(entry.type)?.name ?? null;
    if (await lags(db, own, entry)) {
      await projectEntry(options, entry, own);
      rowsRepaired += 1;
    }
  }
  return { entriesSeen, rowsRepaired };
}

async function lags(db: Db, own: string | null, entry: JournalEntry): Promise<boolean> {
  const rows = own ? [{ collection: own, row: entry.state }, ...entry.rows] : entry.rows;
  for (const { collection, row } of rows) {
    const stored = await db
      .collection<Row>(collection)
      .findOne({ _id: row._id }, { projection: { version: 1 } });
    if (!stored || stored.version < row.version) return true;
  }
  return false;
}

/** Timing and reporting of the regular sweep. */
export interface KeepSwept extends Omit<SweepOptions, 'since'> {
  readonly log: Logger;
  /** Milliseconds between sweeps of the newest entries. */
  readonly everyMs?: number;
  /** Further repairs of the department, run after each sweep (unfinished reservations). */
  readonly repair?: () => Promise<void>;
  /** Told of each sweep; null where it failed. */
  readonly onSwept?: (report: SweepReport | null) => void;
}

/** Entries younger than this at the last sweep are looked at again: a process may still have been writing. */
const overlapMs = 60_000;

/**
 * Sweeps the whole journal once, then its newest entries on a timer. A sweep that fails (the database is down) is
 * logged and tried again at the next tick. Returns the function that stops it.
 */
export function keepSwept(options: KeepSwept): () => void {
  const { log, everyMs = 30_000, repair, onSwept } = options;
  let since: Date | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const tick = async () => {
    const begun = new Date(Date.now() - overlapMs);
    try {
      const report = await sweepProjections({ ...options, since });
      await repair?.();
      since = begun;
      onSwept?.(report);
      if (report.rowsRepaired > 0) log.info(report, 'projections repaired from the journal');
    } catch (err) {
      if (!stopped) {
        onSwept?.(null);
        log.warn({ err }, 'the sweep will be tried again');
      }
    }
    if (!stopped) timer = setTimeout(tick, since ? everyMs : 2_000).unref();
  };
  void tick();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
