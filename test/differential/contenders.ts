import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { createEngine, type EngineOptions } from '@lien-thong/gateway';
import { parse } from 'graphql';
import type { Operation } from './generateOperation';

/** What a gateway answers, as a client reads it. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: ReadonlyArray<{
    readonly message: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }>;
}

/** A gateway over one supergraph. */
export interface Contender {
  ask(operation: Operation): Promise<Answer>;
  close(): Promise<void>;
}

/** Makes a contender for a supergraph whose subgraphs have real addresses. */
export type ContenderMaker = (supergraphSdl: string) => Promise<Contender>;

const subgraphAddress = /@join__graph\(name: "([^"]+)", url: "([^"]+)"\)/g;

function addressesIn(supergraphSdl: string): Map<string, string> {
  return new Map([...supergraphSdl.matchAll(subgraphAddress)].map(([, name = '', url = '']) => [name, url]));
}

/** Our engine with one of its planners. */
export function ourEngine(planner: NonNullable<EngineOptions['planner']>): ContenderMaker {
  return async (supergraphSdl) => {
    const addresses = addressesIn(supergraphSdl);
    const engine = await createEngine(supergraphSdl, {
      planner,
      planTimeoutMs: 20_000,
      subgraphUrl: (name) => addresses.get(name) ?? '',
    });
    return {
      ask: async ({ text, variables }) => {
        const { data, errors } = await engine.execute({ document: parse(text), variables });
        return { data: data ? JSON.parse(data.text) : null, errors };
      },
      close: () => engine.dispose(),
    };
  };
}

/** The stock gateway behind `@apollo/server`. */
export const stockGateway: ContenderMaker = async (supergraphSdl) => {
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  const { ApolloGateway } = await import('@apollo/gateway');
  const quiet = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const gateway = new ApolloGateway({ supergraphSdl, logger: quiet });
  const server = new ApolloServer({ gateway, logger: quiet, stopOnTerminationSignals: false });
  await server.start();
  return {
    ask: async ({ text, variables }) => {
      const { body } = await server.executeOperation({ query: text, variables });
      return body.kind === 'single' ? (body.singleResult as Answer) : {};
    },
    close: () => server.stop(),
  };
};

interface HiveRuntime {
  fetch(url: string, init: RequestInit): Promise<Response>;
  dispose?(): Promise<void>;
}

/** Folder of the other gateways; they are installed by the command that compares, not by `npm test`. */
export const peersFolder = join(dirname(require.resolve('@lien-thong/test/package.json')), 'bench', 'peers');

/** Hive Gateway, in this process. Null where the peers are not installed. */
export function hiveGateway(): ContenderMaker | null {
  const load = createRequire(join(peersFolder, 'package.json'));
  try {
    load.resolve('@graphql-hive/gateway-runtime');
  } catch {
    return null;
  }
  return async (supergraphSdl) => {
    const { createGatewayRuntime } = load('@graphql-hive/gateway-runtime') as {
      createGatewayRuntime(options: object): HiveRuntime;
    };
    const runtime = createGatewayRuntime({ supergraph: supergraphSdl, logging: false, maskedErrors: false });
    return {
      ask: async ({ text, variables }) => {
        const response = await runtime.fetch('http://gateway/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: text, variables }),
        });
        return (await response.json()) as Answer;
      },
      close: async () => runtime.dispose?.(),
    };
  };
}
