import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { financeDefinition, readConfiguration } from '@lien-thong/finance';
import { definition as ictDefinition } from '@lien-thong/ict';
import { definition as planningDefinition } from '@lien-thong/planning';
import { departmentNamed } from '@lien-thong/schema';
import {
  ConfigurationError,
  callerKeyFiles,
  createRequestGate,
  createRequestSigner,
  createVerifyCaller,
  type EmbeddedMongo,
  openRequestKeys,
  type RequestSigner,
  type RunningSubgraph,
  type SignRequest,
  type StartOptions,
  startSubgraph,
  toolsParty,
} from '@lien-thong/subgraph-kit';
import pino from 'pino';
import { databaseAddress } from '../openDepartments';

/** Departments that can be asked, each at its address. */
export interface Endpoints {
  urlOf(department: string): string;
  /** Signs what it is asked; undefined where this machine has no key for that. */
  signerOf(department: string): SignRequest | undefined;
  /** Ends what was started for this. */
  close(): Promise<void>;
}

/** Which departments an import needs, and where it may find them. */
export interface EndpointOptions {
  /** The department that is written to, at that address; without one, wherever it answers. */
  readonly department: string;
  readonly url: string | null;
  /** Departments that are asked beside it. */
  readonly asks: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly keysFolder: string;
  readonly print: (line: string) => void;
}

/** True where a department's own subgraph answers; a gateway does not answer this. */
async function answers(url: string, sign: SignRequest | undefined): Promise<boolean> {
  const body = JSON.stringify({ query: '{ _service { __typename } }' });
  const { pathname, search } = new URL(url);
  const signature = sign?.({ method: 'POST', target: pathname + search, body, headers: {} });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signature },
      body,
      signal: AbortSignal.timeout(3_000),
    });
    const { data } = (await response.json()) as { data?: { _service?: object } | null };
    return data?._service !== undefined;
  } catch {
    return false;
  }
}

function usualAddress(name: string, env: NodeJS.ProcessEnv): string {
  const { variables, port } = departmentNamed(name);
  return env[variables.url] ?? `http://127.0.0.1:${env[variables.port] ?? port}/graphql`;
}

/**
 * Finds the departments where they run, and starts those that do not, on their own databases and free ports, for as
 * long as the import takes. Throws ConfigurationError where nothing answers at a url that was given.
 */
export async function openEndpoints(options: EndpointOptions): Promise<Endpoints> {
  const { department, url, asks, env, print } = options;
  const urls = new Map<string, string>();
  const started: RunningSubgraph[] = [];
  const servers: EmbeddedMongo[] = [];
  const keys = openRequestKeys({ party: toolsParty, folder: options.keysFolder });
  const sign: RequestSigner | null = keys && createRequestSigner(keys);
  const signerOf = (name: string) => sign?.(name);
  const urlOf = (name: string) => urls.get(name) ?? usualAddress(name, env);
  const close = async () => {
    keys?.close();
    await Promise.all(started.map((each) => each.stop()));
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    const address = url ?? usualAddress(department, env);
    if (await answers(address, signerOf(department))) {
      // It asks the others where it was told that they are; they are not started beside it.
      urls.set(department, address);
      return { urlOf, signerOf, close };
    }
    if (url) throw noDepartmentAt(url, department);
    for (const name of [department, ...asks]) {
      if (await answers(usualAddress(name, env), signerOf(name))) continue;
      print(`${name} does not answer at ${usualAddress(name, env)}; it is started for this import`);
      const running = await startDepartment(name, { ...options, urlOf, servers });
      started.push(running);
      urls.set(name, running.url);
    }
    return { urlOf, signerOf, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function noDepartmentAt(url: string, name: string): ConfigurationError {
  const example = `http://127.0.0.1:${departmentNamed(name).port}/graphql`;
  return new ConfigurationError([
    `--url ${url}: ${name} does not answer there. Give the address of the department itself, as ${example}, not that of the gateway.`,
  ]);
}

async function startDepartment(
  name: string,
  {
    env,
    keysFolder,
    print,
    urlOf,
    servers,
  }: EndpointOptions & { urlOf: (name: string) => string; servers: EmbeddedMongo[] },
): Promise<RunningSubgraph> {
  const databaseUri = await databaseAddress(departmentNamed(name), { env, log: print }, servers);
  const publicKey = await readFile(join(keysFolder, callerKeyFiles.public), 'utf8').catch(() => null);
  const keys = openRequestKeys({ party: name, folder: keysFolder });
  const start: StartOptions = {
    port: 0,
    host: '127.0.0.1',
    databaseUri,
    log: pino({ level: 'error' }),
    verifyCaller: await createVerifyCaller(publicKey),
    departmentUrl: urlOf,
    gate: keys && createRequestGate(keys),
    sign: keys && createRequestSigner(keys),
  };
  if (name === 'finance') return startSubgraph(financeDefinition(readConfiguration(env)), start);
  if (name === 'planning') return startSubgraph(planningDefinition, start);
  return startSubgraph(ictDefinition, start);
}
