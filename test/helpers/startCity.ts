import { type DepartmentName, departments } from '@lien-thong/schema';
import type { PackName, Tier } from '@lien-thong/seeds';
import type { TestAnswer } from './federation';
import { freePort } from './freePort';
import { seedDatabases } from './seedDatabases';
import { startProcess, type TestProcess } from './startProcess';
import { startTestMongo, type TestMongo } from './startTestMongo';

/** The whole as real processes: a database and a process for each department, and the gateway. */
export interface City {
  readonly databases: Readonly<Record<DepartmentName, TestMongo>>;
  readonly processes: Record<DepartmentName, TestProcess>;
  readonly gateway: TestProcess;
  /** Address of the gateway without a path. */
  readonly origin: string;
  /** Sends an operation to the gateway as JSON. */
  ask(query: string, variables?: Record<string, unknown>): Promise<TestAnswer>;
  /** Loads further packs. */
  seed(packs: readonly PackName[], tier?: Tier): Promise<void>;
  /** Starts a department's process again, at its old address. */
  restart(name: DepartmentName): Promise<void>;
  stop(): Promise<void>;
}

/** What a city begins with. */
export interface CityOptions {
  readonly packs: readonly PackName[];
  readonly tier?: Tier;
  /** Environment of the departments. */
  readonly departmentEnv?: Readonly<Record<string, string>>;
  /** Environment of the gateway. */
  readonly gatewayEnv?: Readonly<Record<string, string>>;
  readonly gatewayFlags?: readonly string[];
}

const names = departments.map(({ name }) => name);

async function byName<T>(make: (name: DepartmentName) => Promise<T>): Promise<Record<DepartmentName, T>> {
  const entries = await Promise.all(
    names.map(async (name): Promise<[DepartmentName, T]> => [name, await make(name)]),
  );
  return Object.fromEntries(entries) as Record<DepartmentName, T>;
}

/** Starts databases, loads the packs, starts departments and gateway on free ports. */
export async function startCity(options: CityOptions): Promise<City> {
  const databases = await byName((name) => startTestMongo(name));
  const uris = await byName(async (name) => databases[name].uri);
  await seedDatabases({ uris, packs: options.packs, tier: options.tier });
  const ports = await byName(() => freePort());
  const urls = Object.fromEntries(
    names.map((name) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[name]}/graphql`]),
  );
  const startDepartment = (name: DepartmentName): Promise<TestProcess> =>
    startProcess({
      file: `subgraphs/${name}/dist/main.js`,
      env: {
        ...urls,
        [`${name.toUpperCase()}_PORT`]: String(ports[name]),
        [`${name.toUpperCase()}_MONGODB_URI`]: uris[name],
        LOG_LEVEL: 'warn',
        ...options.departmentEnv,
      },
      ready: new RegExp(`${name} ready at`),
    });
  const processes = await byName(startDepartment);
  const gateway = await startProcess({
    file: 'gateway/dist/main.js',
    args: ['--port', '0', '--host', '127.0.0.1', '--log-format', 'json', ...(options.gatewayFlags ?? [])],
    env: { ...urls, ...options.gatewayEnv },
    ready: /the gateway serves (http:\/\/[^/"]+)/,
  });
  const origin = gateway.readyLine[1] ?? '';
  return {
    databases,
    processes,
    gateway,
    origin,
    ask: (query, variables) => askAt(origin, { query, variables }),
    seed: (packs, tier) => seedDatabases({ uris, packs, tier }),
    restart: async (name) => {
      processes[name] = await startDepartment(name);
    },
    stop: async () => {
      await gateway.stop();
      await Promise.all(names.map((name) => processes[name].stop()));
      await Promise.all(names.map((name) => databases[name].stop()));
    },
  };
}

async function askAt(origin: string, body: object): Promise<TestAnswer> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as TestAnswer;
}
