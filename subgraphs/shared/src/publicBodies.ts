import type { Db } from 'mongodb';
import { z } from 'zod';
import type { CollectionDefinition } from './collection';
import { requestCounts } from './observe/requestScope';
import { localizedTextRecord, periodRecord, rowFields } from './records';
import { searchText } from './searchText';

const publicBodyKind = z.enum([
  'DEPARTMENT',
  'PEOPLES_COMMITTEE',
  'PEOPLES_COUNCIL',
  'OFFICE',
  'MINISTRY',
  'STEERING_COMMITTEE',
  'WORKING_GROUP',
  'DISTRICT',
  'COMMUNE',
  'OTHER',
]);

/** A row of the code list of public bodies; the same rows in every department. */
export const publicBodyRecord = z.strictObject({
  ...rowFields,
  code: z.string().min(1),
  name: localizedTextRecord,
  kind: publicBodyKind,
  parentId: z.string().min(1).nullish(),
  /** Departments are merged and renamed; rows keep the body of their day. */
  validity: periodRecord.nullish(),
  succeededById: z.string().min(1).nullish(),
});
/** What {@link publicBodyRecord} describes. */
export type PublicBodyRecord = z.infer<typeof publicBodyRecord>;

/** The code list as a collection; each department holds its own copy. */
export const publicBodyCollection: CollectionDefinition<PublicBodyRecord> = {
  name: 'publicBodies',
  schema: publicBodyRecord,
  indexes: [
    { key: { code: 1 }, unique: true },
    { key: { kind: 1, code: 1 } },
    { key: { 'provenance.recordedAt': -1 } },
  ],
  derive: (row) => ({ searchText: searchText(row.code, row.name.vi, row.name.en) }),
};

/** The code list of public bodies, held in memory: some 600 rows that change a few times a year. */
export interface PublicBodies {
  /** The body of that id; null when the list has none. */
  byId(id: string | null | undefined): Promise<PublicBodyRecord | null>;
  /** Those of the ids that exist, in the order asked. */
  byIds(ids: readonly string[]): Promise<PublicBodyRecord[]>;
  /** All bodies by code. */
  all(): Promise<readonly PublicBodyRecord[]>;
}

interface Snapshot {
  readonly loadedAt: number;
  readonly byId: ReadonlyMap<string, PublicBodyRecord>;
}

/**
 * Reads the code list at first use and again when it is older than `maxAgeMs`, in the background, so that no request
 * waits for it twice. While the database is down the last list stays in use.
 */
export function createPublicBodies(db: Db, maxAgeMs = 60_000): PublicBodies {
  let snapshot: Snapshot | null = null;
  let loading: Promise<Snapshot> | null = null;

  const load = (): Promise<Snapshot> => {
    loading ??= db
      .collection<PublicBodyRecord>(publicBodyCollection.name)
      .find({})
      .sort({ code: 1 })
      .toArray()
      .then((rows) => {
        snapshot = { loadedAt: Date.now(), byId: new Map(rows.map((row) => [row._id, row])) };
        return snapshot;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  };

  const current = async (): Promise<Snapshot> => {
    // An empty list means that the department has not been seeded yet: look again.
    if (!snapshot || snapshot.byId.size === 0) return load();
    // Not a command of the request that happens to be there: it does not wait for it.
    if (Date.now() - snapshot.loadedAt > maxAgeMs) requestCounts.exit(load).catch(() => undefined);
    return snapshot;
  };

  return {
    byId: async (id) => (id ? ((await current()).byId.get(id) ?? null) : null),
    byIds: async (ids) => {
      const { byId } = await current();
      return ids.map((id) => byId.get(id)).filter((body): body is PublicBodyRecord => body !== undefined);
    },
    all: async () => [...(await current()).byId.values()],
  };
}
