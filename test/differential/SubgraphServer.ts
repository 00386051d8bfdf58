import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ComposedWorld, SubgraphRequest } from './ComposedWorld';

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
