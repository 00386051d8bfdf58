import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The other departments, as far as planning's guards ask them. */
export interface Owners {
  readonly url: string;
  /** Ids of the rows that they have. */
  readonly rows: Set<string>;
  /** While true, nothing is answered. */
  isDown: boolean;
  /** How often they were asked. */
  asked: number;
  stop(): Promise<void>;
}

/** Starts a server that answers `row(id:)` questions of guards. */
export async function startOwners(rows: readonly string[]): Promise<Owners> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      owners.asked += 1;
      if (owners.isDown) return response.writeHead(503).end();
      const { variables } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
        variables: { id: string };
      };
      const { id } = variables;
      const row = owners.rows.has(id) ? { id, number: null, title: { vi: `Văn bản ${id}` } } : null;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: { row } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const owners: Owners = {
    url: `http://127.0.0.1:${port}/graphql`,
    rows: new Set(rows),
    isDown: false,
    asked: 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return owners;
}
