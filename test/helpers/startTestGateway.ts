import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createGateway, createLog, type Gateway, readConfig } from '@lien-thong/gateway';
import type { TestAnswer } from './federation';

/** A gateway that listens in the process of the test. */
export interface TestGateway {
  /** Its address without a path. */
  readonly origin: string;
  readonly gateway: Gateway;
  /** Its supergraph file, in a folder of its own. */
  readonly supergraphPath: string;
  /** The lines that it has logged. */
  readonly logged: Record<string, unknown>[];
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Sends an operation as JSON; headers are added to those of a plain client. */
  ask(query: string, options?: AskOptions): Promise<TestAnswer>;
  close(): Promise<void>;
}

/** What goes along with an operation. */
export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
}

/** What a test gateway is made with. */
export interface TestGatewayOptions {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Serves the supergraph on a free port; without keys, page or watching unless the flags say so. */
export async function startTestGateway(
  supergraphSdl: string,
  { flags = [], env = {} }: TestGatewayOptions = {},
): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const supergraphPath = join(folder, 'supergraph.graphql');
  await writeFile(supergraphPath, supergraphSdl);
  const standard = {
    supergraph: supergraphPath,
    port: '0',
    host: '127.0.0.1',
    watch: 'off',
    keys: folder,
    explorer: join(folder, 'page'),
  };
  const named = new Set(flags);
  const own = Object.entries(standard).flatMap(([name, value]) =>
    named.has(`--${name}`) ? [] : [`--${name}`, value],
  );
  const config = readConfig(env, [...own, ...flags]);
  const logged: Record<string, unknown>[] = [];
  const gateway = await createGateway(
    config,
    createLog({ level: 'debug', format: 'json', destination: into(logged) }),
  );
  const port = await gateway.listen();
  await gateway.load().catch(async (error) => {
    await gateway.stop();
    throw error;
  });
  const origin = `http://127.0.0.1:${port}`;
  const send = (path: string, init?: RequestInit): Promise<Response> => fetch(`${origin}${path}`, init);
  return {
    origin,
    gateway,
    supergraphPath,
    logged,
    fetch: send,
    ask: async (query, { variables, headers } = {}) => {
      const response = await send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as TestAnswer;
    },
    close: async () => {
      await gateway.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function into(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      for (const line of String(chunk).split('\n').filter(Boolean)) lines.push(JSON.parse(line));
      done();
    },
  });
}
