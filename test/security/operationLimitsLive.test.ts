import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { TestAnswer } from '../helpers/federation';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize"])
  type Query { word: String }
  type Subscription {
    changes(first: Int, ids: [ID!]): [Change!] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
  }
  type Change @cost(weight: 100) { id: ID!, of: Change }`);

let gateway: TestGateway;

beforeAll(async () => {
  // Nobody answers there: what is refused opens no stream of events.
  const { supergraphSdl } = composeServices([{ name: 'words', url: 'http://127.0.0.1:9/', typeDefs }]);
  gateway = await startTestGateway(supergraphSdl ?? '', { flags: ['--cost-limit', '5000'] });
});
afterAll(() => gateway.close());

const bySse = async (body: object): Promise<TestAnswer> => {
  const response = await gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(body),
  });
  const [, data = '{}'] = /^event: next\ndata: (.*)$/m.exec(await response.text()) ?? [];
  return JSON.parse(data);
};

const byWebSocket = async (body: {
  query: string;
  variables?: Record<string, unknown>;
}): Promise<TestAnswer> => {
  const client = createClient({
    url: `${gateway.origin.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const answer = await new Promise<TestAnswer>((resolve) => {
    client.subscribe(body, {
      next: (next) => resolve(next as TestAnswer),
      error: (errors) => resolve({ errors: errors as TestAnswer['errors'] }),
      complete: () => {},
    });
  });
  await client.dispose();
  return answer;
};

describe.each([
  ['server-sent events', bySse],
  ['a WebSocket', byWebSocket],
] as const)('a subscription over %s', (_way, ask) => {
  it.each<[what: string, body: { query: string; variables?: Record<string, unknown> }, expected: object]>([
    [
      'a page of 1 GB',
      { query: 'subscription ($n: Int) { changes(first: $n) { id } }', variables: { n: 1_073_741_824 } },
      { code: 'OPERATION_TOO_LARGE', limit: 'page-limit' },
    ],
    [
      'a cost above the limit',
      { query: 'subscription { changes(first: 51) { id } }' },
      { code: 'COST_LIMIT_EXCEEDED', cost: { estimated: 5_100, limit: 5_000 } },
    ],
    [
      'depth 100',
      { query: `subscription { changes { ${'of { '.repeat(99)}id${' }'.repeat(99)} } }` },
      { code: 'OPERATION_TOO_LARGE', limit: 'depth-limit', value: 101 },
    ],
    [
      'a list of 2,000 ids',
      {
        query: 'subscription ($ids: [ID!]) { changes(first: 1, ids: $ids) { id } }',
        variables: { ids: Array.from({ length: 2_000 }, String) },
      },
      { code: 'OPERATION_TOO_LARGE', limit: 'list-limit', value: 2_000 },
    ],
    [
      '20,000 tokens',
      { query: `subscription { changes { ${'id '.repeat(20_000)} } }` },
      { code: 'OPERATION_TOO_LARGE', limit: 'token-limit' },
    ],
  ])('is refused for %s', async (_what, body, expected) => {
    const { data, errors } = await ask(body);
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject(expected);
    expect(errors?.[0]?.extensions).not.toHaveProperty('http');
  });

  it('is let through where it is small enough', async () => {
    const { errors } = await ask({ query: 'subscription { changes(first: 2) { id } }' });
    expect(errors?.[0]?.extensions?.code).toBe('DEPARTMENT_UNAVAILABLE');
  });
});
