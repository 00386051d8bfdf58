import type { Db } from 'mongodb';
import { journalName } from './commands/journal';

/** A figure that is known, or on its way. */
interface Remembered {
  readonly journalHead: string;
  readonly at: number;
  readonly value: Promise<unknown>;
  isComputing: boolean;
  /** What is computed as soon as this has ended, for all who came after a change that this one may have missed. */
  next: Upcoming | null;
}

interface Upcoming {
  /** The newest that one of those who wait has seen. */
  journalHead: string;
  readonly value: Promise<unknown>;
}

const remembered = new WeakMap<Db, Map<string, Remembered>>();

/** What a change of the data looks like at its cheapest: the id of the newest journal entry. Fails when the database is down. */
async function journalHead(db: Db): Promise<string> {
  const [newest] = await db
    .collection(journalName)
    .find({}, { projection: { _id: 1 } })
    .sort({ at: -1 })
    .limit(1)
    .toArray();
  return String(newest?._id ?? '');
}

/**
 * A figure that takes a look at whole collections, computed once and given again until a command changes the data, for
 * `maxAgeMs` at most (seeds write without commands). Where the data change all the time it is computed once at a time: who
 * comes meanwhile gets the next one, which begins after they came and so holds what they have written. One command when
 * nothing changed; with the database down it fails as the computation would, so that nothing old is passed off as fresh.
 */
export async function rememberUntilChanged<T>(
  db: Db,
  { name, maxAgeMs = 15_000 }: { readonly name: string; readonly maxAgeMs?: number },
  compute: () => Promise<T>,
): Promise<T> {
  const head = await journalHead(db);
  const ofDatabase = remembered.get(db) ?? new Map<string, Remembered>();
  remembered.set(db, ofDatabase);
  const known = ofDatabase.get(name);
  const isFresh = known?.journalHead === head && Date.now() - known.at < maxAgeMs;
  const begin = (journalHead: string) => computeNow(ofDatabase, { name, journalHead, compute });
  if (known && isFresh) return known.value as Promise<T>;
  return (known?.isComputing ? afterwards(known, head, begin) : begin(head)) as Promise<T>;
}

interface Computation {
  readonly name: string;
  readonly journalHead: string;
  compute(): Promise<unknown>;
}

function computeNow(
  ofDatabase: Map<string, Remembered>,
  { name, journalHead, compute }: Computation,
): Promise<unknown> {
  const value = compute();
  const entry: Remembered = { journalHead, at: Date.now(), value, isComputing: true, next: null };
  ofDatabase.set(name, entry);
  const end = (): void => {
    entry.isComputing = false;
  };
  value.then(end, () => {
    end();
    if (ofDatabase.get(name) === entry) ofDatabase.delete(name);
  });
  return value;
}

/** Joins those who wait for the one under way to end. */
function afterwards(
  known: Remembered,
  journalHead: string,
  begin: (journalHead: string) => Promise<unknown>,
): Promise<unknown> {
  const upcoming = known.next;
  if (upcoming) {
    upcoming.journalHead = journalHead;
    return upcoming.value;
  }
  const startNext = (): Promise<unknown> => begin(known.next?.journalHead ?? journalHead);
  const value = known.value.then(startNext, startNext);
  known.next = { journalHead, value };
  return value;
}
