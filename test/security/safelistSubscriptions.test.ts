import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { listedOperation, manifestText } from '@lien-thong/schema';
import { type OperationDefinitionNode, parse } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { federation2 } from '../helpers/federation';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

const typeDefs = parse(`${federation2}
  type Query { word: String }
  type Subscription { ticks(count: Int!): Int }`);
let subscribed = 0;
const resolvers = {
  Subscription: {
    ticks: {
      async *subscribe(_: unknown, { count }: { count: number }) {
        subscribed += 1;
        for (let ticks = 1; ticks <= count; ticks += 1) yield { ticks };
      },
    },
  },
};
const document = parse('subscription Ticks { ticks(count: 2) }');
const listed = listedOperation(document.definitions[0] as OperationDefinitionNode, document);
const byHash = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

let department: Server;
let gateway: TestGateway;
let folder: string;

beforeAll(async () => {
  const handle = createHandler({ schema: buildSubgraphSchema({ typeDefs, resolvers }) });
  department = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => department.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(department.address() as AddressInfo).port}/`;
  const { supergraphSdl } = composeServices([{ name: 'words', url, typeDefs }]);
  folder = await mkdtemp(join(tmpdir(), 'operations-'));
  const manifest = join(folder, 'operations.json');
  await writeFile(manifest, manifestText([listed]));
  gateway = await startTestGateway(supergraphSdl ?? '', {
    flags: [
      '--operations',
      manifest,
      '--safelist',
      'only',
      '--rate-limit-exempt=',
      '--rate-limit-address',
      '6',
    ].concat(['--demand-control', 'off']),
  });
});
afterAll(async () => {
  await gateway.close();
  await new Promise((resolve) => department.close(resolve).closeAllConnections());
  await rm(folder, { recursive: true });
});

const byEvents = async (body: object) => {
  const response = await gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(body),
  });
  return response.text();
};
async function overSocket(payload: { query: string } & object): Promise<unknown[]> {
  const client = createClient({
    url: `${gateway.origin.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const answers: unknown[] = [];
  for await (const answer of client.iterate(payload)) answers.push(answer);
  await client.dispose();
  return answers;
}

describe('subscriptions where only listed operations are taken', () => {
  it('are begun by their id, over events and WebSockets', async () => {
    const events = await byEvents({ documentId: listed.id });
    expect(events.match(/"ticks":\d/g)).toEqual(['"ticks":1', '"ticks":2']);
    const both = [{ data: { ticks: 1 } }, { data: { ticks: 2 } }];
    expect(await overSocket({ query: '', ...byHash(listed.id) })).toEqual(both);
  });

  it('are not begun where they are not listed', async () => {
    const before = subscribed;
    const query = 'subscription Ticks { ticks(count: 3) }';
    expect(await byEvents({ query })).toContain('OPERATION_NOT_LISTED');
    expect(await overSocket({ query })).toMatchObject([
      { errors: [{ extensions: { code: 'OPERATION_NOT_LISTED' } }] },
    ]);
    expect(subscribed).toBe(before);
  });

  it('are charged like other operations', async () => {
    const before = subscribed;
    // Four operations were asked above.
    expect(await overSocket({ query: listed.body })).toHaveLength(2);
    expect(await overSocket({ query: listed.body })).toHaveLength(2);
    expect(await overSocket({ query: listed.body })).toMatchObject([
      { errors: [{ extensions: { code: 'RATE_LIMITED', limit: 6 } }] },
    ]);
    expect(subscribed).toBe(before + 2);
  });
});
