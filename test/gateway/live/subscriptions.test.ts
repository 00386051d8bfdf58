import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { createKeys } from '@lien-thong/gateway';
import { parse } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { federation2 } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

const typeDefs = parse(`${federation2}
  type Query { word: String }
  type Subscription { ticks(count: Int!): Int, silent: Int }`);
let opened = 0;
const resolvers = {
  Query: { word: () => 'chữ' },
  Subscription: {
    ticks: {
      async *subscribe(_: unknown, { count }: { count: number }) {
        for (let ticks = 1; ticks <= count; ticks += 1) yield { ticks };
      },
    },
    silent: {
      subscribe() {
        opened += 1;
        let end: () => void = () => {};
        const ended = new Promise<IteratorResult<unknown>>((resolve) => {
          end = () => resolve({ done: true, value: undefined });
        });
        let isFirst = true;
        return {
          next: () => {
            if (!isFirst) return ended;
            isFirst = false;
            return Promise.resolve({ done: false, value: { silent: 0 } });
          },
          return: () => {
            opened -= 1;
            end();
            return ended;
          },
          [Symbol.asyncIterator]() {
            return this;
          },
        };
      },
    },
  },
};

let department: Server;
let gateway: TestGateway;
let keys: string;

beforeAll(async () => {
  const schema = buildSubgraphSchema({ typeDefs, resolvers });
  const handle = createHandler({ schema });
  department = createServer((request, response) => {
    if (request.headers.accept?.includes('text/event-stream')) return void handle(request, response);
    response.setHeader('content-type', 'application/json');
    response.end('{"data":{"word":"chữ"}}');
  });
  await new Promise<void>((resolve) => department.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(department.address() as AddressInfo).port}/`;
  const { supergraphSdl } = composeServices([{ name: 'words', url, typeDefs }]);
  keys = await mkdtemp(join(tmpdir(), 'keys-'));
  await createKeys(keys);
  gateway = await startTestGateway(supergraphSdl ?? '', {
    flags: ['--keys', keys, '--drain-deadline-ms', '20000'],
  });
});
afterAll(async () => {
  await gateway.close();
  await new Promise((resolve) => department.close(resolve).closeAllConnections());
  await rm(keys, { recursive: true });
});

const subscribeBySse = (query: string, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
    signal,
  });
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe('over server-sent events', () => {
  it('a subscription is answered by its events and a last one', async () => {
    const response = await subscribeBySse('subscription Ticks { ticks(count: 3) }');
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await response.text()).toBe(
      `${[1, 2, 3].map((ticks) => `event: next\ndata: {"data":{"ticks":${ticks}}}\n\n`).join('')}event: complete\ndata:\n\n`,
    );
    await until(() => gateway.logged.some(({ operation }) => operation === 'subscription Ticks'));
  });

  it('a query is answered by one event', async () => {
    const response = await subscribeBySse('{ word }');
    expect(await response.text()).toBe(
      'event: next\ndata: {"data":{"word":"chữ"}}\n\nevent: complete\ndata:\n\n',
    );
  });

  it('what is not valid is answered by its errors', async () => {
    const text = await (await subscribeBySse('subscription { nothing }')).text();
    expect(text).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(text).toMatch(/event: complete\ndata:\n\n$/);
  });

  it('the department is told when the client goes', async () => {
    const client = new AbortController();
    await subscribeBySse('subscription { silent }', {}, client.signal);
    await until(() => opened === 1);
    client.abort();
    await until(() => opened === 0);
  });

  it('a token that cannot be trusted has its status', async () => {
    const response = await subscribeBySse('subscription { silent }', { authorization: 'Bearer abc' });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'malformed' } }],
    });
  });

  it('a subscription that takes no events is told what would be right', async () => {
    const answer = await gateway.ask('subscription { silent }');
    expect(answer.errors?.[0]).toMatchObject({
      message: 'A subscription is answered by events: send "accept: text/event-stream", or use a WebSocket.',
      extensions: { code: 'BAD_REQUEST' },
    });
  });
});

describe('over WebSocket', () => {
  const clientWith = (connectionParams: Record<string, unknown> = {}) =>
    createClient({
      url: `${gateway.origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
    });
  const readAll = async (query: string, connectionParams?: Record<string, unknown>) => {
    const client = clientWith(connectionParams);
    const answers: unknown[] = [];
    try {
      for await (const answer of client.iterate({ query })) answers.push(answer);
    } finally {
      await client.dispose();
    }
    return answers;
  };

  it('a subscription is answered by its events', async () => {
    expect(await readAll('subscription { ticks(count: 2) }')).toEqual([
      { data: { ticks: 1 } },
      { data: { ticks: 2 } },
    ]);
  });

  it('a query is answered once, and what is not valid by its errors', async () => {
    expect(await readAll('{ word }')).toEqual([{ data: { word: 'chữ' } }]);
    expect(await readAll('{ wrod }')).toMatchObject([
      { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ]);
  });

  it('the department is told when the client completes an operation', async () => {
    const client = clientWith();
    const events = client.iterate({ query: 'subscription { silent }' });
    await events.next();
    await until(() => opened === 1);
    await events.return?.();
    await until(() => opened === 0);
    await client.dispose();
  });

  it('a token that cannot be trusted closes the connection', async () => {
    await expect(readAll('{ word }', { authorization: 'Bearer abc' })).rejects.toMatchObject({
      code: 4401,
      reason: 'UNAUTHENTICATED: The token is not a signed JWT.',
    });
  });

  it('the page of another site is refused, and so are other paths and protocols', async () => {
    const statusOf = (path: string, protocol: string, origin?: string) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${gateway.origin.replace('http', 'ws')}${path}`, protocol, { origin });
        socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
        socket.on('open', () => {
          socket.close();
          resolve('open');
        });
        socket.on('error', () => {});
      });
    expect(await statusOf('/graphql', 'graphql-transport-ws', 'https://other.vn')).toBe(403);
    expect(await statusOf('/graphql', 'graphql-transport-ws', gateway.origin)).toBe('open');
    expect(await statusOf('/graphql', 'graphql-ws')).toBe(400);
    expect(await statusOf('/elsewhere', 'graphql-transport-ws')).toBe(404);
  });
});

describe('when the gateway ends', () => {
  it('what is open is completed, at the departments too', async () => {
    const response = await subscribeBySse('subscription { silent }');
    await until(() => opened === 1);
    const text = response.text();
    await gateway.gateway.stop();
    expect(await text).toMatch(/event: complete\ndata:\n\n$/);
    await until(() => opened === 0);
  });
});
