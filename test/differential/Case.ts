import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLSchema, isObjectType, parse } from 'graphql';
import { generateWorld } from './generateWorld';
import { type Answerer, type Resolvers, type RunState, resolversOf } from './resolvers';
import { subgraphSdl } from './subgraphSdl';
import type { World } from './World';

/** A world that composes, with its judge. */
export interface ComposedWorld {
  readonly world: World;
  readonly supergraphSdl: string;
  /** The merged schema with resolvers in process: what every gateway's answers are compared with. */
  readonly monolith: GraphQLSchema;
  readonly state: RunState;
  /** Answers a request to one subgraph. */
  answer(subgraph: string, body: SubgraphRequest): Promise<unknown>;
}

/** A GraphQL request as a gateway sends it. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

function attach(schema: GraphQLSchema, resolvers: Resolvers): GraphQLSchema {
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) continue;
    const known = type.getFields();
    for (const [name, resolve] of Object.entries(fields)) {
      const field = known[name];
      if (field) field.resolve = resolve as unknown as typeof field.resolve;
    }
  }
  return schema;
}

/** Composes the world of a seed. Null where its subgraphs do not compose, with the reasons in `onReject`. */
export function composeWorld(
  seed: number,
  onReject: (reasons: string[]) => void = () => undefined,
): ComposedWorld | null {
  const world = generateWorld(seed);
  const state: RunState = { log: [] };
  const sources = world.subgraphs.map((name) => ({
    name,
    url: `http://subgraph/${name}`,
    typeDefs: parse(subgraphSdl(world, name)),
  }));
  const { supergraphSdl, errors } = composeServices(sources);
  if (!supergraphSdl) {
    onReject((errors ?? []).map(({ message }) => message));
    return null;
  }
  const resolversFor = (answerer: Answerer) => resolversOf(world, answerer, state);
  const api = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  const schemas = new Map(
    sources.map(({ name, typeDefs }): [string, GraphQLSchema] => [
      name,
      buildSubgraphSchema({ typeDefs, resolvers: resolversFor(name) as never }),
    ]),
  );
  return {
    world,
    supergraphSdl,
    state,
    monolith: attach(api, resolversFor('monolith')),
    answer: async (subgraph, { query, variables, operationName }) => {
      const schema = schemas.get(subgraph);
      if (!schema) throw new RangeError(`no subgraph ${subgraph}`);
      return execute({ schema, document: parse(query), variableValues: variables, operationName });
    },
  };
}

/** One HTTP server that answers for the subgraphs of whichever world is current, at `/<subgraph>`. */
export interface SubgraphServer {
  use(world: ComposedWorld): void;
  url(subgraph: string): string;
  close(): Promise<void>;
}

async function bodyOf(request: AsyncIterable<Buffer>): Promise<SubgraphRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** Starts the subgraphs' server on a free port. */
export async function startSubgraphServer(): Promise<SubgraphServer> {
  let current: ComposedWorld | null = null;
  const server: Server = createServer(async (request, response) => {
    try {
      const answer = await current?.answer((request.url ?? '/').slice(1), await bodyOf(request));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    } catch (error) {
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ errors: [{ message: String(error) }] }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    use: (world) => {
      current = world;
    },
    url: (subgraph) => `http://127.0.0.1:${port}/${subgraph}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
