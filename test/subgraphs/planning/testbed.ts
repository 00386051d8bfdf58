import { join } from 'node:path';
import { definition as planning } from '@lien-thong/planning';
import { departmentData, loadPacks, type PackName, type Tier } from '@lien-thong/seeds';
import { type Caller, type Clock, type RunningSubgraph, startSubgraph } from '@lien-thong/subgraph-kit';
import type { CommandStartedEvent, Db } from 'mongodb';
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

/** The planning department over a database of its own, with a clock and a caller that the test sets. */
export interface Testbed {
  readonly mongo: TestMongo;
  readonly department: RunningSubgraph;
  readonly db: Db;
  /** Sets today, as noon in Hanoi of that day. */
  setToday(day: string): void;
  /** Who the next calls come from; null for nobody. */
  setCaller(caller: Caller | null): void;
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Commands that the driver sent while `task` ran. */
  commandsDuring(task: () => Promise<unknown>): Promise<CommandStartedEvent[]>;
  stop(): Promise<void>;
}

/** What the department is started with. */
export interface TestbedOptions {
  readonly packs?: readonly PackName[];
  readonly tier?: Tier;
  /** Where other departments answer guards; nowhere without it. */
  readonly departmentUrl?: (department: string) => string;
}

const seedsFolder = join(__dirname, '..', '..', '..', 'seeds');

/** Loads packs into a planning database, as `npm run seed` does. */
export async function loadInto(db: Db, packs: readonly PackName[], tier: Tier = 'S'): Promise<void> {
  const data = departmentData.find(({ name }) => name === 'planning');
  if (!data) throw new Error('planning has no seeds');
  await loadPacks({ packs, tier, root: seedsFolder }, [{ data, db }], {
    isDryRun: false,
    onProgress: () => undefined,
    departments: departmentData,
  });
}

/** Starts database and department, with the packs loaded and the code list of public bodies read. */
export async function startTestbed(options: TestbedOptions = {}): Promise<Testbed> {
  const { packs = ['facts'], tier, departmentUrl } = options;
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
    departmentUrl,
  });
  const { db, client } = department.database;
  await loadInto(db, packs, tier);
  const ask = (query: string, variables?: Record<string, unknown>) => post(department.url, query, variables);
  await ask('{ publicBody(id: "SO-KHDT") { id } }');
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
    ask,
    commandsDuring: async (task) => {
      const commands: CommandStartedEvent[] = [];
      const listen = (event: CommandStartedEvent) => commands.push(event);
      client.on('commandStarted', listen);
      await task().finally(() => client.off('commandStarted', listen));
      return commands;
    },
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
