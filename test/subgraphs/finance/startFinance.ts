import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  allocationCollection,
  budgetLineCollection,
  commitmentCollection,
  decisionCollection,
  definition,
  paymentCollection,
  settlementCollection,
} from '@lien-thong/finance';
import {
  type Caller,
  type Clock,
  type CollectionDefinition,
  encodeRow,
  ensureIndexes,
  publicBodyCollection,
  type Row,
  type RunningSubgraph,
  startSubgraph,
} from '@lien-thong/subgraph-kit';
import type { CommandStartedEvent } from 'mongodb';
import pino from 'pino';
import { startTestMongo, type TestMongo } from '../../helpers/startTestMongo';

const repository = join(__dirname, '..', '..', '..');

const definitions = {
  publicBodies: publicBodyCollection,
  budgetLines: budgetLineCollection,
  allocations: allocationCollection,
  decisions: decisionCollection,
  commitments: commitmentCollection,
  payments: paymentCollection,
  settlements: settlementCollection,
} as unknown as Record<string, CollectionDefinition<Row>>;

/** Rows as seed files hold them, by collection. */
export type SeedRows = Readonly<Record<string, readonly unknown[]>>;

/** An answer of the department, with what it cost. */
export interface FinanceAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers of many shapes
  readonly data: any;
  readonly errors?: ReadonlyArray<{ message: string; path?: unknown[]; extensions: { code: string } }>;
  readonly status: number;
  /** Database commands that the request took, as the department counts them. */
  readonly databaseCommands: number;
}

/** The department with a database of its own, over HTTP. */
export interface TestFinance {
  readonly url: string;
  readonly mongo: TestMongo;
  readonly running: RunningSubgraph;
  /** Who calls from now on; null for an anonymous reader. */
  caller: Caller | null;
  ask(query: string, variables?: Record<string, unknown>): Promise<FinanceAnswer>;
  /** Checks the rows against their schemas and writes them as the seeds do. */
  load(rows: SeedRows): Promise<void>;
  /** Commands that the driver sent while `task` ran. */
  commandsDuring(task: () => Promise<unknown>): Promise<CommandStartedEvent[]>;
  stop(): Promise<void>;
}

/** What a test may choose. */
export interface TestFinanceOptions {
  readonly clock?: Clock;
  /** Where the department asks the owners of other facts. */
  readonly departmentUrl?: (name: string) => string;
  /** Milliseconds between sweeps. */
  readonly sweepEveryMs?: number;
}

/** The finance rows of the facts pack, with the code list of public bodies. */
export function factsRows(): SeedRows {
  const read = (path: string): unknown[] =>
    JSON.parse(readFileSync(join(repository, 'seeds', 'facts', path), 'utf8')) as unknown[];
  return {
    publicBodies: read('publicBodies.json'),
    budgetLines: read('finance/budgetLines.json'),
    allocations: read('finance/allocations.json'),
  };
}

/** Starts a database and the department before it, on free ports. */
export async function startFinance(options: TestFinanceOptions = {}): Promise<TestFinance> {
  const mongo = await startTestMongo('finance');
  const state: { caller: Caller | null } = { caller: null };
  const running = await startSubgraph(definition, {
    port: 0,
    host: '127.0.0.1',
    databaseUri: mongo.uri,
    log: pino({ level: 'silent' }),
    verifyCaller: async () => state.caller,
    ...options,
  });
  const { client, db } = running.database;
  await ensureIndexes(db, Object.values(definitions));
  return {
    url: running.url,
    mongo,
    running,
    get caller() {
      return state.caller;
    },
    set caller(caller) {
      state.caller = caller;
    },
    ask: (query, variables) => askSubgraph(running.url, query, variables),
    async load(rows) {
      for (const [name, list] of Object.entries(rows)) {
        const definitionOf = definitions[name];
        if (!definitionOf) throw new Error(`the test names an unknown collection ${name}`);
        const encoded = list.map((row) => encodeRow(definitionOf, definitionOf.schema.parse(row)));
        if (encoded.length > 0) await db.collection(name).insertMany(encoded as never[]);
      }
    },
    async commandsDuring(task) {
      const seen: CommandStartedEvent[] = [];
      const note = (event: CommandStartedEvent) => seen.push(event);
      client.on('commandStarted', note);
      await task();
      client.off('commandStarted', note);
      return seen;
    },
    async stop() {
      await running.stop();
      await mongo.stop();
    },
  };
}

async function askSubgraph(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<FinanceAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Pick<FinanceAnswer, 'data' | 'errors'>;
  return {
    ...body,
    status: response.status,
    databaseCommands: Number(response.headers.get('x-database-commands')),
  };
}
