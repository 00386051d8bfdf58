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
  /** The GraphQL endpoint of each department. */
  readonly urls: Readonly<Record<DepartmentName, string>>;
  /** Sends an operation to the gateway as JSON; with a token, as its caller. */
  ask(query: string, variables?: Record<string, unknown>, token?: string): Promise<TestAnswer>;
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

/** Waits for all of them, also when one fails, so that whoever began can be stopped. */
async function byName<T>(make: (name: DepartmentName) => Promise<T>): Promise<Record<DepartmentName, T>> {
  const made = await Promise.allSettled(names.map(make));
  const entries = made.map((each, at) => {
    if (each.status === 'rejected') throw each.reason;
    return [names[at], each.value];
  });
  return Object.fromEntries(entries) as Record<DepartmentName, T>;
}

/**
 * Starts databases, loads the packs, starts departments and gateway on free ports. Rejects when one does not start, and
 * leaves none of the others behind.
 */
export async function startCity(options: CityOptions): Promise<City> {
  const stops: Array<() => Promise<unknown>> = [];
  // The last that was started is the first to be stopped.
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    return await startParts(options, { stops, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Parts {
  readonly stops: Array<() => Promise<unknown>>;
  readonly stop: () => Promise<void>;
}

async function startParts(options: CityOptions, { stops, stop }: Parts): Promise<City> {
  const databases = await byName(async (name) => {
    const database = await startTestMongo(name);
    stops.push(() => database.stop());
    return database;
  });
  const uris = await byName(async (name) => databases[name].uri);
  await seedDatabases({ uris, packs: options.packs, tier: options.tier });
  const ports = await byName(() => freePort());
  const urls = await byName(async (name) => `http://127.0.0.1:${ports[name]}/graphql`);
  const addresses = Object.fromEntries(names.map((name) => [`${name.toUpperCase()}_URL`, urls[name]]));
  const startDepartment = (name: DepartmentName): Promise<TestProcess> =>
    startProcess({
      file: `subgraphs/${name}/dist/main.js`,
      env: {
        ...addresses,
        [`${name.toUpperCase()}_PORT`]: String(ports[name]),
        [`${name.toUpperCase()}_MONGODB_URI`]: uris[name],
        LOG_LEVEL: 'warn',
        // Tests ask departments themselves; what the gateway signs is verified all the same.
        INSECURE_LOCAL: 'on',
        ...options.departmentEnv,
      },
      ready: new RegExp(`${name} ready at`),
    });
  const processes = {} as Record<DepartmentName, TestProcess>;
  await byName(async (name) => {
    processes[name] = await startDepartment(name);
    // Whichever process has the name by then.
    stops.push(() => processes[name].stop());
  });
  const gateway = await startProcess({
    file: 'gateway/dist/main.js',
    args: ['--port', '0', '--host', '127.0.0.1', '--log-format', 'json', ...(options.gatewayFlags ?? [])],
    // Deadlines are the matter of tests that set them: a machine that runs other tests too is slow.
    env: {
      ...addresses,
      DEPARTMENT_DEADLINE_MS: '60000',
      REQUEST_DEADLINE_MS: '100000',
      ...options.gatewayEnv,
    },
    ready: /the gateway serves (http:\/\/[^/"]+)/,
  });
  stops.push(() => gateway.stop());
  const origin = gateway.readyLine[1] ?? '';
  return {
    databases,
    processes,
    gateway,
    origin,
    urls,
    ask: (query, variables, token) => askAt(`${origin}/graphql`, { query, variables }, token),
    seed: (packs, tier) => seedDatabases({ uris, packs, tier }),
    restart: async (name) => {
      processes[name] = await startDepartment(name);
    },
    stop,
  };
}

/** Sends an operation to a GraphQL endpoint as JSON; with a token, as its caller. */
export async function askAt(url: string, body: object, token?: string): Promise<TestAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  return (await response.json()) as TestAnswer;
}
