import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collections, ict } from '@lien-thong/ict';
import {
  type Caller,
  type Clock,
  encodeRow,
  publicBodyCollection,
  type RunningSubgraph,
  startSubgraph,
} from '@lien-thong/subgraph-kit';
import { MongoClient } from 'mongodb';
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
  readonly db: ReturnType<MongoClient['db']>;
  ask<T>(query: string, variables?: Record<string, unknown>, caller?: Caller): Promise<Answer<T>>;
  stop(): Promise<void>;
}

/** What a fixture is started with. */
export interface FixtureOptions {
  /** Further rows by collection, beside those of the packs. */
  readonly rows?: Readonly<Record<string, readonly object[]>>;
  readonly packs?: readonly ('facts' | 'external')[];
  readonly clock?: Clock;
  readonly departmentUrl?: (department: string) => string;
}

function packRows(pack: string, collection: string): readonly object[] {
  const path =
    collection === publicBodyCollection.name
      ? join(seeds, pack, `${collection}.json`)
      : join(seeds, pack, 'ict', `${collection}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
}

/** An officer of this department. */
export const officer: Caller = { subject: 'officer-1', department: 'ict', role: 'officer' };

/** Starts a database with the packs and a department on a free port. */
export async function startIct(options: FixtureOptions = {}): Promise<IctFixture> {
  const { packs = ['facts', 'external'], rows = {}, clock, departmentUrl } = options;
  const mongo = await startTestMongo('ict');
  const client = await new MongoClient(mongo.uri).connect();
  const db = client.db();
  for (const definition of [publicBodyCollection, ...collections]) {
    const all = [
      ...packs.flatMap((pack) => packRows(pack, definition.name)),
      ...(rows[definition.name] ?? []),
    ];
    if (all.length === 0) continue;
    const encoded = all.map((row) => encodeRow(definition as never, definition.schema.parse(row) as never));
    await db.collection(definition.name).insertMany(encoded as never);
  }
  const running = await startSubgraph(ict, {
    port: 0,
    host: '127.0.0.1',
    databaseUri: mongo.uri,
    log: pino({ level: 'silent' }),
    clock,
    departmentUrl,
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
    async ask(query, variables = {}, caller) {
      const response = await fetch(running.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(caller && { 'x-test-caller': JSON.stringify(caller) }),
        },
        body: JSON.stringify({ query, variables }),
      });
      const body = (await response.json()) as Omit<Answer<never>, 'commands'>;
      return { ...body, commands: Number(response.headers.get('x-database-commands')) };
    },
    async stop() {
      await running.stop();
      await client.close();
      await mongo.stop();
    },
  };
}
