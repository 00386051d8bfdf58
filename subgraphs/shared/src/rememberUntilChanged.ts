import type { Db } from 'mongodb';
import { journalName } from './commands/journal';

interface Remembered {
  readonly journalHead: string;
  readonly at: number;
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
 * `maxAgeMs` at most (seeds write without commands). One command when nothing changed; with the database down it fails as
 * the computation would, so that nothing old is passed off as fresh.
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
  if (known && known.journalHead === head && Date.now() - known.at < maxAgeMs)
    return known.value as Promise<T>;
  const value = compute();
  ofDatabase.set(name, { journalHead: head, at: Date.now(), value });
  value.catch(() => ofDatabase.delete(name));
  return value;
}
