import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { createRequestGate, createRequestSigner, type RequestGate } from '@lien-thong/subgraph-kit';
import { parse } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { federation2, startFederation } from '../helpers/federation';
import { makeRequestKeys, type RequestKeyFolder } from '../helpers/requestKeys';

const sdl = `${federation2} type Query { any: Int } type Subscription { ticks: Int! }`;
const resolvers = {
  Subscription: {
    ticks: {
      async *subscribe() {
        yield { ticks: 1 };
        yield { ticks: 2 };
      },
    },
  },
};

let keys: RequestKeyFolder;
let server: Server;
let url: string;
/** What the gate said of each request: the sender, or why it was refused. */
const heard: unknown[] = [];

async function listen(gate: RequestGate): Promise<void> {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers });
  const handle = createHandler({ schema });
  const look = async (request: IncomingMessage, body: Buffer) => {
    try {
      heard.push(await gate(request)(body));
    } catch (error) {
      heard.push((error as { extensions: { reason: string } }).extensions.reason);
    }
  };
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let isRead = false;
    // Reading begins with the first listener: this one comes along with the handler's.
    request.on('newListener', (name) => {
      if (name !== 'data' || isRead) return;
      isRead = true;
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => void look(request, Buffer.concat(chunks)));
    });
    void handle(request, response);
  });
  const sockets = new WebSocketServer({ server, path: '/events' });
  sockets.on('connection', (_socket, request) => void look(request, Buffer.alloc(0)));
  useServer({ schema }, sockets);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events?of=clock`;
}

beforeAll(async () => {
  keys = await makeRequestKeys();
  await listen(createRequestGate(keys.of('finance')));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await keys.remove();
});

test.each(['sse', 'graphql-ws'] as const)(
  'a subscription over %s is signed as the gateway’s',
  async (protocol) => {
    const access = { sign: createRequestSigner(keys.of('gateway')), tls: null };
    const federation = await startFederation(
      { finance: { sdl, resolvers } },
      { access, subscriptionTransport: () => ({ protocol, url }) },
    );
    const headers = { 'x-lien-thong-caller': 'a.b.c' };
    const events = await federation.engine.subscribe({ document: parse('subscription { ticks }'), headers });
    if (!(Symbol.asyncIterator in events)) throw new Error('It was not started.');
    let count = 0;
    for await (const { errors } of events) {
      expect(errors).toBeUndefined();
      count += 1;
    }
    expect(count).toBe(2);
    await federation.close();
    expect(heard.splice(0)).toEqual(['gateway']);
  },
);
