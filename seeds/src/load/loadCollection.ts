import type { AnyCollection, CollectionDefinition, Row } from '@lien-thong/subgraph-kit';
import { encodeRow, isDuplicateKey } from '@lien-thong/subgraph-kit';
import { type AnyBulkWriteOperation, type Collection, type Db, MongoBulkWriteError } from 'mongodb';
import type { Tier } from '../illustrative/tiers';
import { MoneySums } from '../moneySums';
import { describeIssue } from '../packs/checkPackFiles';
import { InvalidSeedError } from '../packs/InvalidSeedError';
import type { PackName } from '../packs/names';
import { type ExistingRow, existingRows, rowFingerprint } from './existingRows';

/** What loading has done to one collection, by pack. */
export interface CollectionReport {
  readonly department: string;
  readonly collection: string;
  readonly pack: PackName;
  inserted: number;
  /** Rows of the pack that were there in another form. */
  updated: number;
  unchanged: number;
  /** Rows that a command has changed since, or that somebody else wrote under the same id or number. */
  leftAlone: number;
  /** Rows of the pack that are no longer in it. */
  removed: number;
  sums: Record<string, number | string>;
}

/** The rows of one pack for a collection. */
export interface PackRows {
  readonly pack: PackName;
  readonly tier: Tier | null;
  readonly rows: Iterable<object>;
}

/** Where rows go, and who is told how far it is. */
export interface LoadTarget {
  readonly db: Db;
  readonly department: string;
  readonly definition: AnyCollection;
  readonly isDryRun: boolean;
  /** Called after each batch with the rows so far of this pack. */
  readonly onProgress: (pack: PackName, rows: number) => void;
}

/** Rows in one command: large enough for the network, small enough for the memory of the embedded engine. */
const BATCH = 500;
/** Ids in one command that removes: each such command scans the collection on the embedded engine. */
const REMOVAL_BATCH = 20_000;

/**
 * Brings one collection to what the packs say. New rows are inserted, rows of the pack that differ are replaced, rows of
 * the pack that are no longer in it are removed; rows that a command changed, or that no pack wrote, are left alone. Never
 * holds more than a batch of rows. Throws InvalidSeedError when a generated row does not fit its schema.
 */
export async function loadCollection(
  target: LoadTarget,
  packs: readonly PackRows[],
): Promise<CollectionReport[]> {
  const collection = target.db.collection<Row>(target.definition.name);
  const existing = await existingRows(collection);
  const reports: CollectionReport[] = [];
  for (const pack of packs) reports.push(await loadPackRows({ ...target, collection, existing }, pack));
  return reports;
}

interface OpenTarget extends LoadTarget {
  readonly collection: Collection<Row>;
  /** Rows of the collection; those that a pack has brought again are taken out. */
  readonly existing: Map<string, ExistingRow>;
}

async function loadPackRows(target: OpenTarget, { pack, tier, rows }: PackRows): Promise<CollectionReport> {
  const { department, definition } = target;
  const report: CollectionReport = {
    department,
    collection: definition.name,
    pack,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    leftAlone: 0,
    removed: 0,
    sums: {},
  };
  const sums = new MoneySums();
  let batch: Row[] = [];
  let count = 0;
  const flush = async () => {
    await writeBatch(target, batch, report);
    batch = [];
    target.onProgress(pack, count);
  };
  for (const raw of rows) {
    count += 1;
    const row = checkedRow({ department, definition, pack, count }, raw);
    sums.add({ ...row, ...definition.derive?.(row as never) });
    batch.push({ ...row, seed: tier ? { pack, tier } : { pack } });
    if (batch.length === BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  await removeRest(target, pack, report);
  report.sums = sums.toRecord();
  return report;
}

/** The row as its schema reads it. Rows of files have been checked before; a generated one that fails is our mistake. */
function checkedRow(
  place: { department: string; definition: AnyCollection; pack: PackName; count: number },
  raw: object,
): Row {
  const parsed = place.definition.schema.safeParse(raw);
  if (parsed.success) return parsed.data as Row;
  const id = '_id' in raw ? String(raw._id) : undefined;
  const file = `${place.pack} ${place.department}/${place.definition.name}`;
  throw new InvalidSeedError(
    parsed.error.issues.map((issue) => ({ file, row: place.count, id, ...describeIssue(issue, raw) })),
  );
}

async function writeBatch(target: OpenTarget, rows: readonly Row[], report: CollectionReport): Promise<void> {
  const inserts: Row[] = [];
  const replacements: AnyBulkWriteOperation<Row>[] = [];
  for (const row of rows) {
    const encoded = encodeRow(target.definition as unknown as CollectionDefinition, row);
    const former = target.existing.get(row._id);
    target.existing.delete(row._id);
    if (!former) inserts.push(encoded);
    else if (!former.isAsSeeded || former.pack !== report.pack) report.leftAlone += 1;
    else if (former.fingerprint === rowFingerprint(encoded)) report.unchanged += 1;
    else {
      // The version guards against a command that changes the row meanwhile, where the server enforces it.
      replacements.push({ replaceOne: { filter: { _id: row._id, version: 1 }, replacement: encoded } });
      report.updated += 1;
    }
  }
  if (target.isDryRun) {
    report.inserted += inserts.length;
    return;
  }
  if (inserts.length > 0) await insert(target.collection, inserts, report);
  if (replacements.length > 0) await target.collection.bulkWrite(replacements, { ordered: false });
}

/** Inserts what can be inserted: a row whose number somebody else holds is left out and counted. */
async function insert(collection: Collection<Row>, rows: Row[], report: CollectionReport): Promise<void> {
  try {
    await collection.insertMany(rows, { ordered: false });
    report.inserted += rows.length;
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || !isDuplicateKey(error)) throw error;
    report.inserted += error.insertedCount;
    report.leftAlone += rows.length - error.insertedCount;
  }
}

/** What the pack wrote once and no longer holds. */
async function removeRest(target: OpenTarget, pack: PackName, report: CollectionReport): Promise<void> {
  const rest: string[] = [];
  for (const [id, row] of target.existing) {
    if (row.pack !== pack) continue;
    if (row.isAsSeeded) rest.push(id);
    else report.leftAlone += 1;
    target.existing.delete(id);
  }
  report.removed = rest.length;
  if (target.isDryRun) return;
  for (let at = 0; at < rest.length; at += REMOVAL_BATCH) {
    const ids = rest.slice(at, at + REMOVAL_BATCH);
    await target.collection.deleteMany({ _id: { $in: ids }, version: 1 });
  }
}
