import type { IncomingMessage } from 'node:http';
import { departmentNamed } from '@lien-thong/schema';
import pino from 'pino';
import { ConfigurationError, type Environment, readSubgraphConfig } from './config';
import type { Caller, RequestContext } from './context';
import type { SubgraphDefinition } from './createSubgraph';
import { requestCounts } from './observe/requestScope';
import { withoutSecrets } from './redactSecrets';
import type { Replays } from './requests/ReplayGuard';
import { type DepartmentTrust, readDepartmentTrust } from './requests/readDepartmentTrust';
import type { KeyListener } from './requests/WatchedKeys';
import { type RunningSubgraph, startSubgraph } from './startSubgraph';

/** What `runSubgraph` needs of the process it runs in. */
export interface ProcessSeam {
  readonly env: Environment;
  /** The words on the command line. */
  readonly flags?: readonly string[];
  /** What knows which requests have come, where several processes serve the department. */
  readonly replays?: Replays;
  readonly exit: (code: number) => void;
  /** Takes what ends the department; connections then linger for so many milliseconds (see `RunningSubgraph.stop`). */
  readonly onStop: (stop: (lingerMs?: number) => void) => void;
  /** Called when the department listens and has looked for its database. */
  readonly onReady?: () => void;
  /** The number of this process among several that serve the department, for its log. */
  readonly worker?: number;
  readonly print: (line: string) => void;
  /** Brings up a database server for a department that has no URI, on that port; answers its address. */
  readonly startDatabase: (port: number) => Promise<{ uri: string; stop(): Promise<void> }>;
  readonly verifyCaller?: (request: IncomingMessage) => Promise<Caller | null>;
}

/**
 * The whole life of a department's process: configuration, database, listening, a ready line, a clean end. Exits 1
 * with one message when the configuration is wrong (all mistakes named), the port is taken, or no database can be had.
 */
export async function runSubgraph<C extends RequestContext>(
  definition: SubgraphDefinition<C>,
  seam: ProcessSeam,
): Promise<void> {
  let ending = false;
  let running: RunningSubgraph | undefined;
  let trust: DepartmentTrust | undefined;
  let ownDatabase: { uri: string; stop(): Promise<void> } | undefined;
  const end = async (code: number, lingerMs = 0) => {
    if (ending) return;
    ending = true;
    await running?.stop(lingerMs);
    await ownDatabase?.stop();
    trust?.close();
    seam.exit(code);
  };
  seam.onStop((lingerMs) => void end(0, lingerMs));
  try {
    const config = readSubgraphConfig(definition.name, seam.env);
    const log = createDepartmentLog(definition.name, config.logLevel, seam);
    const { port, host } = config;
    trust = await readTrust(definition.name, host, { seam, log });
    const { gate, sign, tls } = trust;
    if (!config.databaseUri) ownDatabase = await seam.startDatabase(config.embeddedDatabasePort);
    const databaseUri = config.databaseUri ?? ownDatabase?.uri ?? '';
    const { verifyCaller } = seam;
    const departmentUrl = (name: string) => urlOfDepartment(name, seam.env);
    running = await startSubgraph(definition, {
      ...{ port, host, databaseUri, log, verifyCaller, departmentUrl },
      ...{ gate, sign, tls, observe: config.observe },
    });
    seam.print(`${definition.name} ready at ${running.url} (${await databaseInWords(running)})`);
    seam.onReady?.();
  } catch (error) {
    seam.print(startFailure(definition.name, error));
    await end(1);
  }
}

function createDepartmentLog(name: string, level: string, { worker }: ProcessSeam): pino.Logger {
  // Every line that is written while a request is answered has its id.
  const mixin = () => {
    const requestId = requestCounts.getStore()?.requestId;
    return requestId === undefined ? {} : { requestId };
  };
  const log = pino({ level, name, mixin, ...withoutSecrets });
  return worker === undefined ? log : log.child({ worker });
}

/** Whom the department answers; what is less than it should be stands in the log. */
async function readTrust(
  name: string,
  host: string,
  { seam, log }: { readonly seam: ProcessSeam; readonly log: pino.Logger },
): Promise<DepartmentTrust> {
  const { env, flags = [], replays } = seam;
  const onKeyChange: KeyListener = ({ error }) => {
    if (error) log.error({ err: error }, 'the changed request keys cannot be used; the former ones stay');
    else log.info('the request keys have changed and are taken over');
  };
  const trust = await readDepartmentTrust({ name, host, env, flags, onKeyChange, replays });
  if (trust.warning) log.warn(trust.warning);
  return trust;
}

/** Product and version of the database, or that it does not answer, which keeps no department from starting. */
async function databaseInWords({ database }: RunningSubgraph): Promise<string> {
  try {
    const { engine, version } = await database.describe();
    return `${engine} ${version}`;
  } catch {
    return 'its database does not answer yet';
  }
}

/** Where another department answers: its `<NAME>_URL`, or its default port on this machine. */
function urlOfDepartment(name: string, env: Environment): string {
  const { variables, port } = departmentNamed(name);
  return env[variables.url] ?? `http://127.0.0.1:${env[variables.port] ?? port}/graphql`;
}

/** Why a department could not start, in one sentence with the code of the error, if it has one. */
export function startFailure(name: string, error: unknown): string {
  if (error instanceof ConfigurationError) return `${error.code}: ${error.message}`;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `PORT_TAKEN: ${name} cannot listen: ${error.message}. Stop what uses the port, or set ${name.toUpperCase()}_PORT to another.`;
  }
  const coded = error instanceof Error && 'code' in error ? `${String(error.code)}: ` : '';
  return `${coded}${name} could not start: ${error instanceof Error ? error.message : String(error)}`;
}
