import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildHarness, type RunningGround, startGround } from '../bench/gateway/ground';
import { startProcess, type TestProcess } from '../helpers/startProcess';

/** The gateway before subgraphs that answer from memory, so that it is the gateway that is loaded. */
export interface FastGateway {
  readonly ground: RunningGround;
  readonly gateway: TestProcess;
  readonly origin: string;
  readonly url: string;
  /** Changes the supergraph file, and what it means not at all; resolves when the gateway serves it. Rejects after 20 s. */
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

const heapFlags = '--max-semi-space-size=64';

/** Starts subgraphs and gateway. Builds the load generator, with Go, where that has not been done. */
export async function startFastGateway(options: FastGatewayOptions): Promise<FastGateway> {
  const ground = await startGround(buildHarness(), options.connections);
  const { env = {} } = options;
  const supergraph = join(ground.folder, 'supergraph.graphql');
  try {
    const gateway = await startProcess({
      file: 'gateway/dist/main.js',
      args: ['--supergraph', supergraph, '--port', '0', '--host', '127.0.0.1', ...(options.flags ?? [])],
      env: {
        APOLLO_TELEMETRY_DISABLED: '1',
        NODE_ENV: 'production',
        LOG_LEVEL: 'info',
        LOG_FORMAT: 'json',
        ...env,
        NODE_OPTIONS: `${heapFlags} ${env.NODE_OPTIONS ?? ''}`,
      },
      ready: /the gateway serves (http:\/\/[^/"]+)/,
      timeoutMs: 60_000,
    });
    const origin = gateway.readyLine[1] ?? '';
    return {
      ground,
      gateway,
      origin,
      url: `${origin}/graphql`,
      reload: async () => {
        await gateway.waitForNext(/supergraph \w+ is served now/, () => {
          const text = readFileSync(supergraph, 'utf8');
          writeFileSync(supergraph, text.replace(/\n*(# \d+\n)?$/, `\n# ${Date.now()}\n`));
        });
      },
      stop: async () => {
        await gateway.stop();
        ground.stop();
      },
    };
  } catch (error) {
    ground.stop();
    throw error;
  }
}
