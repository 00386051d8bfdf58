import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  createEngine,
  type Engine,
  type EngineOptions,
  type EngineRequest,
  stringifyResult,
} from '@lien-thong/gateway';
import { execute, type GraphQLSchema, parse, validate } from 'graphql';

type Resolvers = Parameters<typeof buildSubgraphSchema>[0] extends infer T
  ? T extends { resolvers?: infer R }
    ? R
    : never
  : never;

/** One department of a test. */
export interface TestSubgraph {
  readonly sdl: string;
  readonly resolvers: Resolvers;
}

/** A request that a department got. */
export interface SubgraphCall {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly headers: IncomingMessage['headers'];
}

/** An answer, as a client reads it. */
export interface TestAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions?: Record<string, unknown>;
  }[];
  readonly extensions?: Record<string, unknown>;
}

/** Departments over HTTP and an engine in front of them. */
export interface TestFederation {
  readonly supergraphSdl: string;
  readonly engine: Engine;
  /** What the departments were asked, in order. */
  readonly calls: SubgraphCall[];
  readonly urls: ReadonlyMap<string, string>;
  /** Validates and executes, and reads the JSON text back. */
  ask(
    query: string,
    variables?: Record<string, unknown>,
    request?: Partial<EngineRequest>,
  ): Promise<TestAnswer>;
  /** Another engine over the same departments. */
  engineWith(options: Partial<EngineOptions>): Promise<Engine>;
  /** Answers a department's requests in its place, until the test ends. Return true where the request was answered. */
  intercept(
    subgraph: string,
    answer: (call: SubgraphCall, response: ServerResponse) => boolean | Promise<boolean>,
  ): void;
  close(): Promise<void>;
}

/** The line that every department of a test begins with. */
export const federation2 =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key","@requires","@external","@provides","@shareable","@override","@interfaceObject","@inaccessible","@context","@fromContext","@composeDirective"])\n';

/** Composes the departments, serves each on a free port, and makes an engine over them. */
export async function startFederation(
  subgraphs: Readonly<Record<string, TestSubgraph>>,
  options: Partial<EngineOptions> = {},
): Promise<TestFederation> {
  const calls: SubgraphCall[] = [];
  const interceptors = new Map<
    string,
    (call: SubgraphCall, response: ServerResponse) => boolean | Promise<boolean>
  >();
  const servers: Server[] = [];
  const urls = new Map<string, string>();
  for (const [subgraph, { sdl, resolvers }] of Object.entries(subgraphs)) {
    const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers });
    const server = createServer((request, response) => {
      void answer({ schema, subgraph, request, response });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    urls.set(subgraph, `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
  }

  async function answer(at: {
    schema: GraphQLSchema;
    subgraph: string;
    request: IncomingMessage;
    response: ServerResponse;
  }): Promise<void> {
    if (at.request.method !== 'POST') {
      at.response.writeHead(404).end();
      return;
    }
    const { query, variables = {} } = (await readJson(at.request)) as {
      query: string;
      variables?: Record<string, unknown>;
    };
    const call: SubgraphCall = { subgraph: at.subgraph, query, variables, headers: at.request.headers };
    calls.push(call);
    if (await interceptors.get(at.subgraph)?.(call, at.response)) return;
    const document = parse(query);
    const errors = validate(at.schema, document);
    const result =
      errors.length > 0
        ? { errors }
        : await execute({ schema: at.schema, document, variableValues: variables });
    at.response.setHeader('content-type', 'application/json');
    at.response.end(JSON.stringify(result));
  }

  const supergraphSdl = compose(subgraphs, urls);
  const engineOptions = (more: Partial<EngineOptions>): EngineOptions => ({
    subgraphUrl: (name) => urls.get(name) as string,
    onInternalError: (error) => console.error(error),
    ...options,
    ...more,
  });
  const engines = [await createEngine(supergraphSdl, engineOptions({}))];
  const engine = engines[0] as Engine;
  return {
    supergraphSdl,
    engine,
    calls,
    urls,
    async ask(query, variables, request) {
      return askEngine(engine, { query, variables, request });
    },
    async engineWith(more) {
      const another = await createEngine(supergraphSdl, engineOptions(more));
      engines.push(another);
      return another;
    },
    intercept: (subgraph, handle) => void interceptors.set(subgraph, handle),
    async close() {
      await Promise.all(engines.map((each) => each.dispose()));
      await Promise.all(
        servers.map((server) => new Promise((resolve) => server.close(resolve).closeAllConnections())),
      );
    },
  };
}

/** Validates and executes one operation, and reads the JSON text back. */
export async function askEngine(
  engine: Engine,
  asked: { query: string; variables?: Record<string, unknown>; request?: Partial<EngineRequest> },
): Promise<TestAnswer> {
  const document = parse(asked.query);
  const invalid = validate(engine.apiSchema, document);
  if (invalid.length > 0) throw new Error(`The test's own query is not valid: ${invalid.join('; ')}`);
  const response = await engine.execute({ document, variables: asked.variables, ...asked.request });
  return JSON.parse(stringifyResult(response)) as TestAnswer;
}

function compose(
  subgraphs: Readonly<Record<string, TestSubgraph>>,
  urls: ReadonlyMap<string, string>,
): string {
  const result = composeServices(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, url: urls.get(name), typeDefs: parse(sdl) })),
  );
  if (!result.supergraphSdl)
    throw new Error(`The test's own departments do not compose: ${String(result.errors)}`);
  return result.supergraphSdl;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}
