import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collections, definition } from '@lien-thong/ict';
import { departmentData, type Tier } from '@lien-thong/seeds';
import {
  type Caller,
  type Clock,
  encodeRow,
  ensureIndexes,
  publicBodyCollection,
  type RunningSubgraph,
  startSubgraph,
} from '@lien-thong/subgraph-kit';
import { type CommandStartedEvent, type Db, MongoClient } from 'mongodb';
import pino from 'pino';
import { startTestMongo, type TestMongo } from '../../helpers/startTestMongo';

const seeds = join(__dirname, '..', '..', '..', 'seeds');

/** An answer of the department, with the number of commands that it sent to its database. */
export interface Answer<T> {
  readonly data: T;
  readonly errors?: ReadonlyArray<{ message: string; extensions: { code: string } }>;
  readonly commands: number;
}

/** A running department over a database of its own. */
export interface IctFixture {
  readonly mongo: TestMongo;
  readonly running: RunningSubgraph;
  readonly db: Db;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers of many shapes
  ask<T = any>(
    query: string,
    variables?: Record<string, unknown>,
    caller?: Caller | null,
  ): Promise<Answer<T>>;
  /** Commands on rows that the department sent while `task` ran; the code list of public bodies apart. */
  commandsDuring(task: () => Promise<unknown>): Promise<CommandStartedEvent[]>;
  stop(): Promise<void>;
}

/** What a fixture is started with. */
export interface FixtureOptions {
  readonly packs?: readonly ('facts' | 'external')[];
  /** Adds the illustrative rows of that tier. */
  readonly tier?: 'S' | 'M';
  /** How much of the tier's contracts, acceptances and documents: 0.2 is the first fifth. All where left out. */
  readonly share?: number;
  /** Further rows by collection. */
  readonly rows?: Readonly<Record<string, readonly object[]>>;
  readonly clock?: Clock;
  readonly departmentUrl?: (department: string) => string;
}

function packRows(pack: string, collection: string): readonly object[] {
  const folder = collection === publicBodyCollection.name ? join(seeds, pack) : join(seeds, pack, 'ict');
  const path = join(folder, `${collection}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
}

/** The illustrative rows of one of this department's collections. */
export function illustrativeRows<T>(collection: string, tier: Tier = 'S'): T[] {
  const isOwn = collections.some(({ name }) => name === collection);
  const data = departmentData.find(({ name }) => name === 'ict');
  return isOwn ? ([...(data?.illustrative[collection]?.(tier) ?? [])] as T[]) : [];
}

function rowsOf(name: string, options: FixtureOptions): object[] {
  const { packs = ['facts', 'external'], tier, share = 1, rows } = options;
  const made = tier ? illustrativeRows<object>(name, tier) : [];
  const isLarge = ['contracts', 'acceptances', 'documents'].includes(name);
  const illustrative = isLarge ? made.slice(0, Math.ceil(made.length * share)) : made;
  return [...packs.flatMap((pack) => packRows(pack, name)), ...illustrative, ...(rows?.[name] ?? [])];
}

async function loadRows(db: Db, options: FixtureOptions): Promise<void> {
  for (const each of [publicBodyCollection, ...collections]) {
    const rows = rowsOf(each.name, options).map((row) =>
      encodeRow(each as never, each.schema.parse(row) as never),
    );
    if (rows.length > 0) await db.collection(each.name).insertMany(rows as never);
  }
}

/** An officer of this department. */
export const officer: Caller = { subject: 'officer-1', department: 'ict', role: 'officer' };

/** Starts a database with the packs and a department on a free port. */
export async function startIct(options: FixtureOptions = {}): Promise<IctFixture> {
  const mongo = await startTestMongo('ict');
  const client = await new MongoClient(mongo.uri).connect();
  const db = client.db();
  await loadRows(db, options);
  await ensureIndexes(db, [publicBodyCollection, ...collections]);
  const running = await startSubgraph(definition, {
    port: 0,
    host: '127.0.0.1',
    databaseUri: mongo.uri,
    log: pino({ level: 'silent' }),
    clock: options.clock,
    departmentUrl: options.departmentUrl,
    // The seam for callers: what a verified token would have said.
    verifyCaller: async ({ headers }) => {
      const caller = headers['x-test-caller'];
      return typeof caller === 'string' ? JSON.parse(caller) : null;
    },
  });
  return {
    mongo,
    running,
    db,
    ask: <T>(query: string, variables: Record<string, unknown> = {}, caller: Caller | null = null) =>
      askDepartment<T>(running.url, { query, variables }, caller),
    commandsDuring: (task) => commandsDuring(running, task),
    async stop() {
      await running.stop();
      await client.close();
      await mongo.stop();
    },
  };
}

async function askDepartment<T>(url: string, operation: object, caller: Caller | null): Promise<Answer<T>> {
  const identity: Record<string, string> = caller ? { 'x-test-caller': JSON.stringify(caller) } : {};
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...identity },
    body: JSON.stringify(operation),
  });
  const body = (await response.json()) as Omit<Answer<T>, 'commands'>;
  return { ...body, commands: Number(response.headers.get('x-database-commands')) };
}

async function commandsDuring(running: RunningSubgraph, task: () => Promise<unknown>) {
  const seen: CommandStartedEvent[] = [];
  const note = (event: CommandStartedEvent) => {
    const target = event.command[event.commandName];
    if (['find', 'aggregate', 'count'].includes(event.commandName) && target !== 'publicBodies') {
      if (target !== 'journal') seen.push(event);
    }
  };
  running.database.client.on('commandStarted', note);
  await task();
  running.database.client.off('commandStarted', note);
  return seen;
}
