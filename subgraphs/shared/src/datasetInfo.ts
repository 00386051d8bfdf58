import { createHash } from 'node:crypto';
import type { Db } from 'mongodb';
import type { AnyCollection } from './collection';
import type { FactStatus } from './records';
import { rememberUntilChanged } from './rememberUntilChanged';

/** One count of `DatasetInfo.counts`. */
export interface DatasetCount {
  kind: string;
  status: FactStatus;
  count: number;
}

/** When a department's data last changed, and what it holds. */
export interface DatasetInfo {
  /** Id in the code list of public bodies. */
  departmentId: string;
  lastChangedAt: Date;
  dataVersion: string;
  counts: DatasetCount[];
  licence: string;
}

/** What `datasetInfo` needs to know of a department. */
export interface DatasetOptions {
  readonly publicBodyId: string;
  readonly collections: readonly AnyCollection[];
  readonly licence: string;
}

/**
 * Counts by collection and fact status, the time of the newest row, and a version that changes with every change.
 * Two commands a collection after a change, one command where nothing changed; null when the department holds nothing.
 */
export function datasetInfo(db: Db, options: DatasetOptions): Promise<DatasetInfo | null> {
  return rememberUntilChanged(db, { name: 'datasetInfo' }, () => computeDatasetInfo(db, options));
}

async function computeDatasetInfo(db: Db, options: DatasetOptions): Promise<DatasetInfo | null> {
  // One after the other: whole collections are read, and reading them all at once would starve every other request.
  const parts: Array<Awaited<ReturnType<typeof describeCollection>>> = [];
  for (const { name } of options.collections) parts.push(await describeCollection(db, name));
  const newest = parts.map(({ lastChangedAt }) => lastChangedAt).filter((at): at is Date => at !== null);
  if (newest.length === 0) return null;
  const lastChangedAt = new Date(Math.max(...newest.map((at) => at.getTime())));
  const counts = parts.flatMap((part) => part.counts);
  const versions = parts.map((part) => part.versions);
  const dataVersion = createHash('sha256')
    .update(JSON.stringify([lastChangedAt, counts, versions]))
    .digest('hex')
    .slice(0, 16);
  return {
    departmentId: options.publicBodyId,
    lastChangedAt,
    dataVersion,
    counts,
    licence: options.licence,
  };
}

async function describeCollection(db: Db, kind: string) {
  const collection = db.collection(kind);
  const groups = await collection
    // One accumulator only: the embedded engine answers 0 for every accumulator of a $group but the first.
    .aggregate<{ _id: { status: FactStatus; version: number }; count: number }>([
      { $group: { _id: { status: '$provenance.status', version: '$version' }, count: { $sum: 1 } } },
    ])
    .toArray();
  const newest = await collection
    .find({}, { projection: { 'provenance.recordedAt': 1 } })
    .sort({ 'provenance.recordedAt': -1 })
    .limit(1)
    .toArray();
  const byStatus = new Map<FactStatus, number>();
  let versions = 0;
  for (const { _id, count } of groups) {
    byStatus.set(_id.status, (byStatus.get(_id.status) ?? 0) + Number(count));
    versions += Number(_id.version) * Number(count);
  }
  const counts = [...byStatus].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    counts: counts.map(([status, count]) => ({ kind, status, count })),
    versions,
    lastChangedAt: (newest[0]?.provenance?.recordedAt as Date | undefined) ?? null,
  };
}
