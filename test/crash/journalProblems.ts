import { isDeepStrictEqual } from 'node:util';
import {
  type AnyAggregate,
  changesBetween,
  type JournalEntry,
  journalName,
  type Row,
} from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';

/** A command that was sent, and what was heard of it. */
export interface SentCommand {
  readonly mutation: string;
  readonly key: string;
  /** What the department said; null where it was killed before it answered. */
  readonly outcome: 'done' | 'replayed' | 'refused' | null;
}

async function entriesOf(db: Db): Promise<JournalEntry[]> {
  return (await db.collection(journalName).find().toArray()) as unknown as JournalEntry[];
}

function chainProblems(entries: readonly JournalEntry[]): string[] {
  const versions = new Map<string, number[]>();
  const keys = new Map<string, number>();
  for (const { type, entityId, version, key } of entries) {
    const chain = `${type}:${entityId}`;
    versions.set(chain, [...(versions.get(chain) ?? []), version]);
    // A key lands once on each chain that its command writes to.
    keys.set(`${chain} ${key}`, (keys.get(`${chain} ${key}`) ?? 0) + 1);
  }
  const gaps = [...versions].flatMap(([chain, list]) => {
    const sorted = list.sort((a, b) => a - b);
    const first = sorted[0] ?? 1;
    return sorted.every((version, at) => version === first + at)
      ? []
      : [`${chain} has versions ${sorted.join(', ')}`];
  });
  const twice = [...keys].filter(([, count]) => count > 1).map(([key]) => `${key} landed more than once`);
  return [...gaps, ...twice];
}

function lossProblems(entries: readonly JournalEntry[], sent: readonly SentCommand[]): string[] {
  const landed = new Set(entries.map(({ key }) => key.split('/')[1] ?? ''));
  return sent
    .filter(({ outcome, key }) => (outcome === 'done' || outcome === 'replayed') && !landed.has(key))
    .map(({ mutation, key }) => `${mutation} ${key} was acknowledged and is not in the journal`);
}

async function projectionProblems(
  db: Db,
  entries: readonly JournalEntry[],
  aggregates: readonly AnyAggregate[],
): Promise<string[]> {
  const heads = new Map<string, JournalEntry>();
  for (const entry of entries) {
    const chain = `${entry.type}:${entry.entityId}`;
    if ((heads.get(chain)?.version ?? 0) < entry.version) heads.set(chain, entry);
  }
  const problems: string[] = [];
  for (const head of heads.values()) {
    const collection = aggregates.find(({ type }) => type === head.type)?.collection.name;
    if (!collection) continue;
    const row = await db.collection<Row>(collection).findOne({ _id: head.entityId });
    const states = [head.state, row].map((state) => JSON.parse(JSON.stringify(state ?? null)) as unknown);
    const differs = changesBetween(states[0], states[1]).filter(({ before }) => before !== null);
    if (!row || row.version !== head.version || !isDeepStrictEqual(differs, [])) {
      problems.push(
        `${collection} ${head.entityId} is at version ${row?.version}, its journal at ${head.version}`,
      );
    }
  }
  return problems;
}

/** What the journal and its projections should not say after crashes: gaps, doubles, losses, rows that lag behind. */
export async function journalProblems(
  db: Db,
  sent: readonly SentCommand[],
  aggregates: readonly AnyAggregate[],
): Promise<string[]> {
  const entries = await entriesOf(db);
  return [
    ...chainProblems(entries),
    ...lossProblems(entries, sent),
    ...(await projectionProblems(db, entries, aggregates)),
  ];
}
