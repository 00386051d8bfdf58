import { keepRunning, type Runnable, startEmbeddedMongo } from '@lien-thong/subgraph-kit';
import { claimPorts } from './claimPorts';
import { createProcessLog, type LineSink } from './createProcessLog';
import {
  type DepartmentPlan,
  type PlannedServer,
  readStartConfig,
  type StartConfig,
} from './readStartConfig';
import { seedEmptyDatabases } from './seedEmptyDatabases';
import { startProgram } from './startProgram';
import { waitUntilAnswering, waitUntilReady } from './waitUntilReady';

const readyWithinMs = 10_000;
/** A gateway's garbage dies young: a large young generation lets it. As in the script `gateway` of package.json. */
const gatewayMemory = ['--max-semi-space-size=64', '--min-semi-space-size=64'];

/** What the supervisor needs of the process that it runs in. */
export interface SupervisorSeam {
  readonly env: NodeJS.ProcessEnv;
  readonly write: (text: string) => void;
  readonly coloured: boolean;
}

/** The whole, running. */
export interface Supervised {
  /** Ends gateway and departments, then the databases; resolves when all are gone. */
  stop(): Promise<void>;
}

interface Site {
  readonly config: StartConfig;
  readonly env: NodeJS.ProcessEnv;
  readonly logOf: (name: string) => LineSink;
  readonly running: Running;
}

interface Running {
  readonly databases: Runnable[];
  readonly programs: Runnable[];
}

/**
 * THE START: ports, databases, seed packs, departments and gateway, addresses. `onStarted` is told of the means to end
 * all before anything runs, so that a start can be broken off. Rejects when the configuration is wrong, a port is taken,
 * no database can be had or a process ends before it answers; everything is then ended again.
 */
export async function supervise(
  seam: SupervisorSeam,
  onStarted: (supervised: Supervised) => void,
): Promise<void> {
  const config = await claimPorts(readStartConfig(seam.env));
  const logOf = createProcessLog({ ...seam, names: namesOf(config) });
  const running: Running = { databases: [], programs: [] };
  onStarted({ stop: () => stopAll(running) });
  try {
    const uris = await startDatabases({ config, env: seam.env, logOf, running });
    const env = environmentOfAll(config, uris, seam.env);
    await seedEmptyDatabases({ uris, env, log: logOf('seeds') });
    await startPrograms({ config, env, logOf, running });
    await announce(config, logOf('start'));
  } catch (error) {
    await stopAll(running);
    throw error;
  }
}

function namesOf({ departments }: StartConfig): readonly string[] {
  const names = departments.map(({ department }) => department.name);
  return ['start', 'gateway', ...names, ...names.map((name) => `${name} db`), 'seeds'];
}

/** One after the other: the first may have to build the server, which the others then find. */
async function startDatabases({ config, env, logOf, running }: Site): Promise<Map<string, string>> {
  const uris = new Map<string, string>();
  for (const { department, database } of config.departments) {
    const { name } = department;
    if ('uri' in database) {
      uris.set(name, database.uri);
      continue;
    }
    const log = logOf(`${name} db`);
    const { port } = database.port;
    const server = await startEmbeddedMongo({ department: name, port, log, env });
    running.databases.push(server);
    uris.set(name, server.uri);
    log(`${server.engine} ${server.version} on port ${port}, data in .data/${name}`);
  }
  return uris;
}

/** Departments and gateway find each other and their databases by their usual variables. */
function environmentOfAll(
  { departments, gateway }: StartConfig,
  uris: ReadonlyMap<string, string>,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const all: NodeJS.ProcessEnv = { ...env, APOLLO_TELEMETRY_DISABLED: '1', PORT: String(gateway.port) };
  for (const { department, port } of departments) {
    const { variables, name } = department;
    all[variables.port] = String(port.port);
    all[variables.databaseUri] = uris.get(name);
    all[variables.url] ??= `${addressOf(port)}/graphql`;
  }
  return all;
}

/** All at once: each waits by itself for what it needs of the others. */
async function startPrograms({ config, env, logOf, running }: Site): Promise<void> {
  const programs = [
    ...config.departments.map(({ department, port }) => ({
      name: department.name as string,
      file: `subgraphs/${department.name}/dist/main.js`,
      nodeFlags: [],
      address: addressOf(port),
    })),
    {
      name: 'gateway',
      file: 'gateway/dist/main.js',
      nodeFlags: gatewayMemory,
      address: addressOf(config.gateway),
    },
  ];
  const started = await Promise.allSettled(
    programs.map(async ({ name, file, nodeFlags, address }) => {
      const log = logOf(name);
      const start = async () => {
        const program = startProgram({ file, nodeFlags, env, onLine: log });
        await waitUntilAnswering(`${address}/ready`, program);
        return program;
      };
      const upkeep = await keepRunning({ start, log }).catch((error: Error) => {
        throw new Error(`${name} could not be started: ${error.message}. Its lines above say why.`);
      });
      running.programs.push(upkeep);
    }),
  );
  const failure = started.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
}

function addressOf({ host, port }: PlannedServer): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The addresses, in the order of the list, and last the line that says that queries are answered. */
async function announce({ gateway, departments }: StartConfig, log: LineSink): Promise<void> {
  const address = `http://localhost:${gateway.port}`;
  for (const line of await Promise.all(departments.map(departmentInWords))) log(line);
  const answer = await waitUntilReady(`${addressOf(gateway)}/ready`, readyWithinMs);
  log(`gateway   ${address}/graphql (page: ${address}/, state: ${address}/health, ${address}/ready)`);
  const ready = `ready: ${address}/graphql`;
  if (answer?.ready) return log(ready);
  log(`not ready yet: ${JSON.stringify(answer?.body ?? 'no answer')}`);
  void waitUntilReady(`${addressOf(gateway)}/ready`, Number.POSITIVE_INFINITY).then(() => log(ready));
}

async function departmentInWords({ department, port }: DepartmentPlan): Promise<string> {
  const answer = await waitUntilReady(`${addressOf(port)}/ready`, readyWithinMs);
  const database = answer?.body.database as { engine?: string; version?: string } | undefined;
  const state = answer?.ready
    ? `its data on ${database?.engine} ${database?.version}`
    : 'its database does not answer yet';
  return `${department.name.padEnd(9)} http://localhost:${port.port}/graphql (${department.title.en}; ${state})`;
}

/** Gateway and departments first, so that each can finish what it has begun, then the databases. */
async function stopAll({ programs, databases }: Running): Promise<void> {
  for (const group of [programs, databases]) await Promise.all(group.map((each) => each.stop()));
}
