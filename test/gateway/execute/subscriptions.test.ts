import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { EngineResponse } from '@lien-thong/gateway';
import { stringifyResult } from '@lien-thong/gateway';
import { type GraphQLSchema, parse } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';

const sdl = `${federation2}
  type Query { any: Int }
  type Subscription { ticks(count: Int!): Tick! broken: Tick silent: Tick }
  type Tick { at: Int! user: User }
  type User @key(fields: "id") { id: ID! }`;

async function* ticks(_source: unknown, { count }: { count: number }) {
  for (let at = 1; at <= count; at++) yield { ticks: { at, user: { id: String(at) } } };
}

async function* silence() {
  yield { silent: { at: 0 } };
  await new Promise(() => {});
}

const resolvers = {
  Subscription: {
    ticks: { subscribe: ticks },
    silent: { subscribe: silence },
    broken: {
      async *subscribe() {
        yield { broken: { at: null } };
      },
    },
  },
};

/** A department that sends its events by both protocols on one port. */
async function serveEvents(
  schema: GraphQLSchema,
): Promise<{ url: string; server: Server; opened: () => number }> {
  const handle = createHandler({ schema });
  const server = createServer((request, response) => void handle(request, response));
  const sockets = new WebSocketServer({ server, path: '/' });
  let open = 0;
  useServer({ schema, onConnect: () => void open++, onDisconnect: () => void open-- }, sockets);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server, opened: () => open };
}

async function read(events: AsyncIterable<EngineResponse> | EngineResponse): Promise<unknown[]> {
  if (!(Symbol.asyncIterator in events)) return [JSON.parse(stringifyResult(events))];
  const all: unknown[] = [];
  for await (const event of events) all.push(JSON.parse(stringifyResult(event)));
  return all;
}

describe.each([
  ['sse', 'native'],
  ['graphql-ws', 'native'],
  ['sse', 'apollo'],
] as const)('subscriptions over %s, by the %s planner', (protocol, planner) => {
  let federation: TestFederation;
  let events: Awaited<ReturnType<typeof serveEvents>>;
  beforeAll(async () => {
    events = await serveEvents(buildSubgraphSchema({ typeDefs: parse(sdl), resolvers }));
    federation = await startFederation(
      {
        clock: { sdl, resolvers },
        users: {
          sdl: `${federation2} type User @key(fields: "id") { id: ID! name: String! }`,
          resolvers: { User: { name: ({ id }: { id: string }) => `user ${id}` } },
        },
      },
      { planner, subscriptionTransport: () => ({ protocol, url: events.url }) },
    );
  });
  afterAll(async () => {
    await federation.close();
    await new Promise((resolve) => events.server.close(resolve).closeAllConnections());
  });
  const subscribe = (query: string, variables?: Record<string, unknown>) =>
    federation.engine.subscribe({ document: parse(query), variables });

  test('join the entities of other departments to each event, in order', async () => {
    const answers = await read(
      await subscribe('subscription($n: Int!) { t: ticks(count: $n) { at user { id name } } }', { n: 2 }),
    );
    expect(answers).toEqual([
      { data: { t: { at: 1, user: { id: '1', name: 'user 1' } } } },
      { data: { t: { at: 2, user: { id: '2', name: 'user 2' } } } },
    ]);
  });

  test('report the errors of an event at their place and go on', async () => {
    const [answer] = (await read(await subscribe('subscription { broken { at } }'))) as [
      { data: unknown; errors: { path: unknown }[] },
    ];
    expect(answer.data).toEqual({ broken: null });
    expect(answer.errors.map(({ path }) => path)).toEqual([['broken', 'at']]);
  });

  test('end when the client leaves', async () => {
    const stream = (await subscribe(
      'subscription { ticks(count: 1000) { at } }',
    )) as AsyncIterableIterator<EngineResponse>;
    await stream.next();
    await stream.return?.();
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('end at once while no event comes', async () => {
    const stream = (await subscribe(
      'subscription { silent { at } }',
    )) as AsyncIterableIterator<EngineResponse>;
    await stream.next();
    const pending = stream.next();
    await stream.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
  });

  test('refuse wrong variables with one answer', async () => {
    const [answer] = (await read(
      await subscribe('subscription($n: Int!) { ticks(count: $n) { at } }', { n: 'x' }),
    )) as [{ errors: { extensions: unknown }[] }];
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

test('a department that cannot be reached is one answer with an error', async () => {
  const failures: string[] = [];
  const federation = await startFederation(
    { clock: { sdl, resolvers } },
    {
      subscriptionTransport: () => ({ protocol: 'sse', url: 'http://127.0.0.1:1/' }),
      onSubgraphFailure: ({ reason }) => failures.push(reason),
    },
  );
  const answers = await read(
    await federation.engine.subscribe({ document: parse('subscription { ticks(count: 1) { at } }') }),
  );
  expect(answers).toMatchObject([
    {
      data: null,
      errors: [{ path: ['ticks'], extensions: { code: 'DEPARTMENT_UNAVAILABLE', department: 'clock' } }],
    },
  ]);
  expect(failures).toEqual(['unreachable']);
  await federation.close();
});

describe.each(['sse', 'graphql-ws'] as const)(
  'a department that takes the connection and says nothing, over %s',
  (protocol) => {
    test('has its deadline to begin, then it is one answer with an error', async () => {
      const hole = createTcpServer((socket) => void socket.on('error', () => {}).resume());
      await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(hole.address() as AddressInfo).port}/`;
      const federation = await startFederation(
        { clock: { sdl, resolvers } },
        { subscriptionTransport: () => ({ protocol, url }), subgraphTimeoutMs: 300 },
      );
      const startedAt = performance.now();
      const answers = await read(
        await federation.engine.subscribe({ document: parse('subscription { silent { at } }') }),
      );
      expect(performance.now() - startedAt).toBeLessThan(10_000);
      expect(answers).toMatchObject([{ data: { silent: null }, errors: [{ path: ['silent'] }] }]);
      await federation.close();
      hole.close();
    });
  },
);
