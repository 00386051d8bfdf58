import { type DepartmentName, departments } from '@lien-thong/schema';
import { type CallerKeys, makeCallerKeys } from '../helpers/callerKeys';
import { freePort } from '../helpers/freePort';
import { seedDatabases } from '../helpers/seedDatabases';
import { startProcess, type TestProcess } from '../helpers/startProcess';
import { startTestMongo, type TestMongo } from '../helpers/startTestMongo';
import { type FaultyLine, startToxiproxy } from './Toxiproxy';

/** The departments' names, in the order of the list. */
export const departmentNames: readonly DepartmentName[] = departments.map(({ name }) => name);

/** Flags of a gateway that cuts nothing off because the machine is slow today: for what is not about deadlines. */
export const patience: readonly string[] = [
  '--department-deadline-ms',
  '30000',
  '--request-deadline-ms',
  '40000',
];

type PerDepartment<T> = Record<DepartmentName, T>;

/** What the city is made with. */
export interface ChaosCityOptions {
  /** Whether proxies stand before departments and databases. */
  readonly proxied: boolean;
  readonly seed: number;
  /** Processes of the gateway and of each department; 0 is one without a supervisor. */
  readonly workers?: number;
  readonly gatewayFlags?: readonly string[];
  /** Added to the environment of the gateway and of each department. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The whole as real processes, with a proxy in each line between them. */
export interface ChaosCity {
  /** Address of the gateway's GraphQL endpoint. */
  readonly url: string;
  readonly origin: string;
  readonly gateway: TestProcess;
  readonly processes: PerDepartment<TestProcess>;
  readonly databases: PerDepartment<TestMongo>;
  readonly keys: CallerKeys;
  /** Between the gateway and a department. */
  readonly departmentProxies: PerDepartment<FaultyLine>;
  /** Between a department and its database. */
  readonly databaseProxies: PerDepartment<FaultyLine>;
  restart(name: DepartmentName): Promise<void>;
  stop(): Promise<void>;
}

async function byName<T>(make: (name: DepartmentName) => Promise<T>): Promise<PerDepartment<T>> {
  const entries: Array<[DepartmentName, T]> = [];
  for (const name of departmentNames) entries.push([name, await make(name)]);
  return Object.fromEntries(entries) as PerDepartment<T>;
}

const portOf = (uri: string): number => Number(new URL(uri).port);

/** The address with another port. */
function withPort(uri: string, port: number): string {
  const url = new URL(uri);
  url.host = `127.0.0.1:${port}`;
  return url.href;
}

/** Starts databases with all packs (tier S), proxies, departments and the gateway; rejects, with all of it ended, where one does not start. */
export async function startChaosCity(options: ChaosCityOptions): Promise<ChaosCity> {
  const stops: Array<() => Promise<unknown> | undefined> = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    return { ...(await startParts(options, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Stops = Array<() => Promise<unknown> | undefined>;

async function startParts(options: ChaosCityOptions, stops: Stops): Promise<Omit<ChaosCity, 'stop'>> {
  const keys = await makeCallerKeys();
  stops.push(() => keys.remove());
  const databases = await byName(async (name) => {
    const database = await startTestMongo(name);
    stops.push(() => database.stop());
    return database;
  });
  const uris = await byName(async (name) => databases[name].uri);
  await seedDatabases({ uris, packs: ['facts', 'external', 'illustrative'], tier: 'S' });
  const ports = await byName(() => freePort());
  const proxies = await startProxies(options, { ports, uris, stops });
  const start = departmentStarter(options, { keys, ports, uris: proxies.uris });
  const processes = await byName(async (name) => {
    const process = await start(name);
    stops.push(() => processes[name].stop());
    return process;
  });
  const gateway = await startGateway(options, proxies.urls, keys);
  stops.push(() => gateway.stop());
  const origin = gateway.readyLine[1] ?? '';
  return {
    ...proxies,
    url: `${origin}/graphql`,
    origin,
    gateway,
    processes,
    databases,
    keys,
    restart: async (name) => {
      processes[name] = await start(name);
    },
  };
}

interface Lines {
  readonly departmentProxies: PerDepartment<FaultyLine>;
  readonly databaseProxies: PerDepartment<FaultyLine>;
  /** Where the gateway finds the departments. */
  readonly urls: PerDepartment<string>;
  /** Where the departments find their databases. */
  readonly uris: PerDepartment<string>;
}

const graphqlAt = (port: number): string => `http://127.0.0.1:${port}/graphql`;

async function startProxies(
  { proxied, seed }: ChaosCityOptions,
  { ports, uris, stops }: { ports: PerDepartment<number>; uris: PerDepartment<string>; stops: Stops },
): Promise<Lines> {
  if (!proxied) {
    const urls = await byName(async (name) => graphqlAt(ports[name]));
    const none = {} as PerDepartment<FaultyLine>;
    return { urls, uris, departmentProxies: none, databaseProxies: none };
  }
  const toxiproxy = await startToxiproxy(seed);
  stops.push(async () => toxiproxy.stop());
  const departmentProxies = await byName((name) => toxiproxy.proxy(name, ports[name]));
  const databaseProxies = await byName((name) => toxiproxy.proxy(`${name}-database`, portOf(uris[name])));
  return {
    departmentProxies,
    databaseProxies,
    urls: await byName(async (name) => graphqlAt(departmentProxies[name].port)),
    uris: await byName(async (name) => withPort(uris[name], databaseProxies[name].port)),
  };
}

function departmentStarter(
  { workers = 0, env = {} }: ChaosCityOptions,
  at: { keys: CallerKeys; ports: PerDepartment<number>; uris: PerDepartment<string> },
): (name: DepartmentName) => Promise<TestProcess> {
  // Departments ask each other directly: what breaks between gateway and department is not between departments.
  const addresses = Object.fromEntries(
    departmentNames.map((name) => [`${name.toUpperCase()}_URL`, graphqlAt(at.ports[name])]),
  );
  return (name) =>
    startProcess({
      file: `subgraphs/${name}/dist/main.js`,
      env: {
        ...addresses,
        ...at.keys.departmentEnv,
        [`${name.toUpperCase()}_PORT`]: String(at.ports[name]),
        [`${name.toUpperCase()}_MONGODB_URI`]: at.uris[name],
        [`${name.toUpperCase()}_WORKERS`]: String(workers),
        LOG_LEVEL: 'error',
        INSECURE_LOCAL: 'on',
        ...env,
      },
      ready: workers > 0 ? new RegExp(`${name}: ready at`) : new RegExp(`${name} ready at`),
      timeoutMs: 60_000,
    });
}

function startGateway(
  { workers = 0, gatewayFlags = [], env = {} }: ChaosCityOptions,
  urls: PerDepartment<string>,
  keys: CallerKeys,
): Promise<TestProcess> {
  const addresses = departmentNames.flatMap((name) => ['--subgraph', `${name}=${urls[name]}`]);
  const own = ['--port', '0', '--host', '127.0.0.1', '--log-format', 'json', '--workers', String(workers)];
  return startProcess({
    file: 'gateway/dist/main.js',
    args: [...own, ...addresses, ...gatewayFlags],
    env: { ...keys.gatewayEnv, LOG_LEVEL: 'info', ...env },
    ready: /the gateway serves (http:\/\/[^/"]+)/,
    timeoutMs: 60_000,
  });
}
