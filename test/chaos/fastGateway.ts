import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildHarness, type RunningGround, startGround } from '../bench/gateway/ground';
import { startProcess, waitForGraphQL } from '../bench/gateway/processes';
import { freePort } from '../helpers/freePort';
import { repositoryRoot } from '../helpers/repositoryRoot';

/** The gateway before subgraphs that answer from memory, so that it is the gateway that is loaded. */
export interface FastGateway {
  readonly ground: RunningGround;
  readonly pid: number;
  readonly origin: string;
  readonly url: string;
  /** Changes the supergraph file, and what it means not at all; resolves when the gateway serves it. Rejects after two minutes. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** How the gateway is started. */
export interface FastGatewayOptions {
  /** Connections of the load generator. */
  readonly connections: number;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const lifeline = join(repositoryRoot, 'gateway', 'start', 'lifeline.cjs');
/** How long a changed supergraph may take to be served, milliseconds. */
const reloadWithinMs = 120_000;

async function servedId(origin: string): Promise<string> {
  const response = await fetch(`${origin}/ready`);
  const { supergraph } = (await response.json()) as { supergraph?: { id: string } };
  return supergraph?.id ?? '';
}

async function reload(origin: string, supergraph: string): Promise<void> {
  const before = await servedId(origin);
  const text = readFileSync(supergraph, 'utf8');
  writeFileSync(supergraph, text.replace(/\n*(# \d+\n)?$/, `\n# ${Date.now()}\n`));
  const until = performance.now() + reloadWithinMs;
  while ((await servedId(origin)) === before) {
    if (performance.now() > until) throw new Error(`not reloaded within ${reloadWithinMs} ms`);
    await delay(50);
  }
}

/** Starts subgraphs and gateway. Builds the load generator, with Go, where that has not been done. */
export async function startFastGateway(options: FastGatewayOptions): Promise<FastGateway> {
  const ground = await startGround(buildHarness(), options.connections);
  const { env = {}, flags = [] } = options;
  const supergraph = join(ground.folder, 'supergraph.graphql');
  const port = await freePort();
  const main = join(repositoryRoot, 'gateway', 'dist', 'main.js');
  const serving = ['--supergraph', supergraph, '--port', String(port), '--host', '127.0.0.1'];
  const gateway = startProcess({
    command: process.execPath,
    // As it is started otherwise; with its lifeline, so that it ends with this process, however that ends.
    args: [
      '--max-semi-space-size=64',
      '--min-semi-space-size=64',
      '--require',
      lifeline,
      main,
      ...serving,
      ...flags,
    ],
    // A line of log for each request would be a load of its own.
    env: { LOG_LEVEL: 'silent', LOG_FORMAT: 'json', ...env },
  });
  const origin = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await gateway.stop();
    ground.stop();
  };
  try {
    await waitForGraphQL(`${origin}/graphql`);
  } catch (error) {
    await stop();
    throw error;
  }
  const pid = gateway.child.pid ?? -1;
  return { ground, pid, origin, url: `${origin}/graphql`, reload: () => reload(origin, supergraph), stop };
}
