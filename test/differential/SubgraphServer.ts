import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ComposedWorld, SubgraphRequest } from './ComposedWorld';

/** One HTTP server that answers for the subgraphs of the worlds under way, at `/<world>/<subgraph>`. */
export interface SubgraphServer {
  /** Answers for a world from now on; gives its supergraph with the addresses of its subgraphs. */
  open(world: ComposedWorld): OpenWorld;
  close(): Promise<void>;
}

/** A world whose subgraphs answer. */
export interface OpenWorld {
  readonly supergraphSdl: string;
  close(): void;
}

async function bodyOf(request: AsyncIterable<Buffer>): Promise<SubgraphRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** Starts the subgraphs' server on a free port. */
export async function startSubgraphServer(): Promise<SubgraphServer> {
  const worlds = new Map<string, ComposedWorld>();
  let count = 0;
  const server: Server = createServer(async (request, response) => {
    try {
      const [, world = '', subgraph = ''] = (request.url ?? '').split('/');
      const answer = await worlds.get(world)?.answer(subgraph, await bodyOf(request));
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
    open: (world) => {
      const id = String(count++);
      worlds.set(id, world);
      return {
        supergraphSdl: world.supergraphSdl.replace(
          /"http:\/\/subgraph\/(\w+)"/g,
          (_, name) => `"http://127.0.0.1:${port}/${id}/${name}"`,
        ),
        close: () => void worlds.delete(id),
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
