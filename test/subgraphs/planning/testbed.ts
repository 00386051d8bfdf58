import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collections, planning } from '@lien-thong/planning';
import {
  type AnyCollection,
  type Caller,
  type Clock,
  type CollectionDefinition,
  encodeRow,
  publicBodyCollection,
  type Row,
  type RunningSubgraph,
  startSubgraph,
} from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import pino from 'pino';
import { startTestMongo, type TestMongo } from '../../helpers/startTestMongo';

/** An answer of the department, with what it cost. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever its query selected
  readonly data: any;
  readonly errors?: ReadonlyArray<{ message: string; path?: unknown; extensions: Record<string, unknown> }>;
  readonly databaseCommands: number;
}

/** The planning department over a database of its own, with a clock that the test sets. */
export interface Testbed {
  readonly mongo: TestMongo;
  readonly department: RunningSubgraph;
  readonly db: Db;
  /** Sets today, as noon in Hanoi of that day. */
  setToday(day: string): void;
  /** Who the next calls come from; null for nobody. */
  setCaller(caller: Caller | null): void;
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  stop(): Promise<void>;
}

const seedsFolder = join(__dirname, '..', '..', '..', 'seeds');

/** The rows of a pack as its file holds them; none where the pack has no file for the collection. */
export function packRows(pack: 'facts' | 'external', collection: string): unknown[] {
  const own = join(seedsFolder, pack, 'planning', `${collection}.json`);
  const shared = join(seedsFolder, pack, `${collection}.json`);
  const file = [own, shared].find(existsSync);
  return file ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** Inserts rows as the seeds do: checked, with derived fields. */
export async function insertRows(db: Db, collection: AnyCollection, rows: readonly unknown[]): Promise<void> {
  const definition = collection as unknown as CollectionDefinition<Row>;
  const encoded = rows.map((row) => encodeRow(definition, definition.schema.parse(row)));
  if (encoded.length > 0) await db.collection<Row>(definition.name).insertMany(encoded);
}

async function loadPacks(db: Db, packs: ReadonlyArray<'facts' | 'external'>): Promise<void> {
  for (const pack of packs) {
    for (const collection of [...collections, publicBodyCollection]) {
      await insertRows(db, collection, packRows(pack, collection.name));
    }
  }
}

/** Starts database and department, with the packs loaded. */
export async function startTestbed(packs: ReadonlyArray<'facts' | 'external'> = ['facts']): Promise<Testbed> {
  const mongo = await startTestMongo('planning');
  let now = new Date('2026-01-01T05:00:00Z');
  let caller: Caller | null = null;
  const clock: Clock = { now: () => now };
  const department = await startSubgraph(planning, {
    port: 0,
    host: '127.0.0.1',
    databaseUri: mongo.uri,
    log: pino({ level: 'silent' }),
    clock,
    verifyCaller: async () => caller,
  });
  const { db } = department.database;
  await loadPacks(db, packs);
  return {
    mongo,
    department,
    db,
    setToday: (day) => {
      now = new Date(`${day}T12:00:00+07:00`);
    },
    setCaller: (next) => {
      caller = next;
    },
    ask: (query, variables) => post(department.url, query, variables),
    stop: async () => {
      await department.stop();
      await mongo.stop();
    },
  };
}

async function post(url: string, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as Pick<Answer, 'data' | 'errors'>;
  const databaseCommands = Number(response.headers.get('x-database-commands'));
  return { status: response.status, data, errors, databaseCommands };
}
