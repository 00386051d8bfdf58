import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { type CallerKeys, makeCallerKeys } from '../helpers/callerKeys';
import type { TestAnswer, TestFederation } from '../helpers/federation';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';
import { callers, startRuledFederation, withRules } from './fieldRuleWorld';

let keys: CallerKeys;
let federation: TestFederation;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  keys = await makeCallerKeys();
  federation = await startRuledFederation();
  for (const [name, caller] of Object.entries(callers)) if (caller) tokens[name] = await keys.tokenOf(caller);
});
afterAll(async () => {
  await federation.close();
  await keys.remove();
});

const as = (name: keyof typeof callers) => ({ headers: { authorization: `Bearer ${tokens[name]}` } });
const places = ({ errors = [] }: TestAnswer) =>
  errors.map(({ path, extensions }) => `${extensions?.code} ${path?.join('.')}`);
const refused = (...paths: string[]) => paths.map((path) => `UNAUTHORIZED_FIELD_OR_TYPE ${path}`);
const textsAsked = () => federation.calls.map(({ query }) => query).join('\n');

/** Operations that evade nothing, with what an anonymous caller gets and where it is refused. */
const evasions: [string, string, unknown, string[]][] = [
  ['an alias', '{ project(id: 1) { name: budget } }', { project: { name: null } }, ['project.name']],
  [
    'a fragment',
    '{ project(id: 1) { ...f } } fragment f on Project { budget name }',
    { project: { budget: null, name: 'P1' } },
    ['project.budget'],
  ],
  [
    'an interface',
    '{ things { label ... on Tree { height } ... on Safe { code } } }',
    {
      things: [
        { label: null, height: 9 },
        { label: null, code: null },
      ],
    },
    ['things.0.label', 'things.1.code'],
  ],
  [
    'a union',
    '{ found { ... on Project { name } ... on Ledger { total } } }',
    { found: [{ name: 'P1' }, { total: null }, {}] },
    ['found.1.total'],
  ],
  [
    'the name of a type',
    '{ found { __typename } }',
    { found: [{ __typename: 'Project' }, null, null] },
    ['found.1.__typename', 'found.2.__typename'],
  ],
  ['@requires', '{ project(id: 1) { rating } }', { project: { rating: null } }, ['project.rating']],
  [
    'lists in lists',
    '{ projects { parts { siblings { name price } } } }',
    {
      projects: [0, 1].map(() => ({
        parts: [{ siblings: [[{ name: 'b', price: null }]] }, { siblings: [] }],
      })),
    },
    ['projects.0.parts.0.siblings.0.0.price'],
  ],
  [
    'a value that may not be null',
    '{ open project(id: 1) { cost } }',
    { open: 'open', project: null },
    ['project.cost'],
  ],
  ['the whole operation', '{ ledger { total } }', { ledger: null }, ['ledger']],
];

describe.each(['own', 'apollo'])('engine %s', (engine) => {
  describe('that filters', () => {
    let gateway: TestGateway;
    beforeAll(async () => {
      const flags = ['--engine', engine, '--batch-limit', '10', '--dedupe', 'on'];
      gateway = await startTestGateway(federation.supergraphSdl, { flags, env: keys.gatewayEnv });
    });
    afterAll(() => gateway.close());
    beforeEach(() => void federation.calls.splice(0));

    test.each(evasions)('is not evaded by %s', async (_, query, data, paths) => {
      const answer = await gateway.ask(query);
      expect(answer.data).toEqual(data);
      expect(places(answer)).toEqual(refused(...paths));
      expect(textsAsked()).not.toMatch(/budget|cost|price|code|label|total|rating/);
    });

    test('gives everything to who may see it', async () => {
      const query = 'query ($id: ID!) { project(id: $id) { budget rating ... { level } } }';
      const variables = { id: '1' };
      const { data, errors } = await gateway.ask(query, { variables, ...as('accountant') });
      expect(data).toEqual({ project: { budget: 100, rating: 101, level: null } });
      expect(errors).toHaveLength(1);
      const { data: less } = await gateway.ask(query, { variables, ...as('auditor') });
      expect(less).toEqual({ project: { budget: null, rating: null, level: 'HIGH' } });
    });

    test('runs no mutation that is refused', async () => {
      const answer = await gateway.ask('mutation { pay(amount: 3) { number secret } burn note }');
      expect(answer.data).toEqual({ pay: { number: 3, secret: null }, burn: null, note: 3 });
      expect(textsAsked()).not.toMatch(/burn|secret/);
      federation.calls.splice(0);
      const whole = await gateway.ask('mutation { note must }');
      expect(places(whole)).toEqual(refused('must'));
      expect(federation.calls).toEqual([]);
    });

    test('filters each operation of a batch, and one that is known by its hash', async () => {
      const query = '{ project(id: 1) { budget name } }';
      const response = await gateway.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([{ query }, { query: '{ open }' }]),
      });
      const [first, second] = (await response.json()) as TestAnswer[];
      expect(first?.data).toEqual({ project: { budget: null, name: 'P1' } });
      expect(second).toEqual({ data: { open: 'open' } });
      const sha256Hash = createHash('sha256').update(query).digest('hex');
      const extensions = { persistedQuery: { version: 1, sha256Hash } };
      for (const body of [{ query, extensions }, { extensions }]) {
        const answer = await gateway.fetch('/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        expect(((await answer.json()) as TestAnswer).data).toEqual({ project: { budget: null, name: 'P1' } });
      }
      expect(textsAsked()).not.toMatch(/budget/);
    });

    test('keeps no answer to be cited that an anonymous reader may not see', async () => {
      const response = await gateway.fetch('/explorer/frozen', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ project(id: 1) { name budget } }', pages: [{}] }),
      });
      expect(await response.text()).not.toMatch(/100/);
      expect(textsAsked()).not.toMatch(/budget/);
    });
  });

  describe('that rejects', () => {
    let gateway: TestGateway;
    beforeAll(async () => {
      const flags = ['--engine', engine, '--authorization', 'reject'];
      gateway = await startTestGateway(federation.supergraphSdl, { flags, env: keys.gatewayEnv });
    });
    afterAll(() => gateway.close());
    beforeEach(() => void federation.calls.splice(0));

    test.each(evasions.filter(([title]) => title !== 'the name of a type'))(
      'refuses %s whole and asks nobody',
      async (_, query) => {
        const answer = await gateway.ask(query);
        expect(answer.data ?? null).toBeNull();
        expect(new Set(places(answer).map((place) => place.split(' ')[0]))).toEqual(
          new Set(['UNAUTHORIZED_FIELD_OR_TYPE']),
        );
        expect(federation.calls).toEqual([]);
      },
    );

    test('names every field, with a status of its own and what would be right', async () => {
      const query = '{ open project(id: 1) { name b: budget parts { price } } }';
      const response = await gateway.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      expect(response.status).toBe(403);
      const answer = (await response.json()) as TestAnswer;
      expect(places(answer)).toEqual(refused('project.b', 'project.parts.price'));
      expect(answer.errors?.[0]?.message).toBe(
        '"Project.budget" needs a caller with the policy "finance:officer".',
      );
      expect(JSON.stringify(answer)).not.toContain('"http"');
    });

    test('tells nobody the name of a member of a union who may not see it', async () => {
      const answer = await gateway.ask('{ found { __typename } }');
      expect(answer.data).toEqual({ found: [{ __typename: 'Project' }, null, null] });
    });

    test('runs no mutation beside one that is refused', async () => {
      await gateway.ask('mutation { note burn }');
      expect(federation.calls).toEqual([]);
      expect(await gateway.ask('mutation { note must }', as('accountant'))).toEqual({
        data: { note: 3, must: 2 },
      });
    });

    test('answers what leaves the refused field out by its variables', async () => {
      const query = 'query ($all: Boolean = false) { project(id: 1) { name budget @include(if: $all) } }';
      expect(await gateway.ask(query)).toEqual({ data: { project: { name: 'P1' } } });
      federation.calls.splice(0);
      expect(places(await gateway.ask(query, { variables: { all: true } }))).toEqual(
        refused('project.budget'),
      );
      expect(federation.calls).toEqual([]);
    });
  });
});

describe.each(['own', 'apollo'])('introspection, engine %s', (engine) => {
  const query = '{ __schema { types { name fields { name } } } project(id: 1) { name } }';
  const namesTold = async (flags: string[], ...asked: Parameters<typeof as>[]) => {
    const gateway = await startTestGateway(federation.supergraphSdl, {
      flags: ['--engine', engine, ...flags],
      env: keys.gatewayEnv,
    });
    const told = [];
    for (const caller of [undefined, ...asked]) {
      const { data, errors } = await gateway.ask(query, caller && as(...caller));
      expect(errors).toBeUndefined();
      const { __schema: schema, project } = data as {
        __schema: { types: { name: string; fields: { name: string }[] | null }[] };
        project: unknown;
      };
      expect(project).toEqual({ name: 'P1' });
      told.push(
        schema.types.flatMap(({ name, fields }) => [
          name,
          ...(fields ?? []).map((each) => `${name}.${each.name}`),
        ]),
      );
    }
    await gateway.close();
    return told;
  };

  test('shows everything to everybody, as the schema is no secret', async () => {
    const [names] = await namesTold([]);
    expect(names).toEqual(expect.arrayContaining(['Project.budget', 'Journal', 'Ledger', 'Level']));
  });

  test('leaves out what the caller may not see where it is told to', async () => {
    const hidden = [
      'Project.budget',
      'Journal',
      'Journal.lines',
      'Ledger',
      'Level',
      'Thing.label',
      'Mutation.burn',
    ];
    const [anonymous = [], accountant = []] = await namesTold(
      ['--introspect-withheld', 'off'],
      ['accountant'],
    );
    expect(anonymous).toEqual(
      expect.arrayContaining(['Project.name', 'Tree.label', 'Query', 'Found', 'Mutation.note']),
    );
    expect(anonymous.filter((name) => hidden.includes(name))).toEqual([]);
    expect(accountant).toEqual(expect.arrayContaining(['Project.budget', 'Journal.lines', 'Thing.label']));
    expect(accountant.filter((name) => ['Ledger', 'Level', 'Mutation.burn'].includes(name))).toEqual([]);
  });
});

describe('answers in parts', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(federation.supergraphSdl, { env: keys.gatewayEnv });
  });
  afterAll(() => gateway.close());

  test('give no part of what is withheld', async () => {
    federation.calls.splice(0);
    const response = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'multipart/mixed; deferSpec=20220824, application/json',
      },
      body: JSON.stringify({
        query: '{ project(id: 1) { name ... @defer { budget remarks } ... @defer(label: "r") { rating } } }',
      }),
    });
    const text = await response.text();
    const parts = [...text.matchAll(/^\{.*\}$/gm)].map(([json]) => JSON.parse(json));
    expect(parts[0]).toEqual({ data: { project: { name: 'P1' } }, hasNext: true });
    const later = parts.slice(1).flatMap(({ incremental = [] }) => incremental);
    expect(later).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ data: { budget: null, remarks: ['fine'] }, path: ['project'] }),
        expect.objectContaining({ data: { rating: null }, path: ['project'], label: 'r' }),
      ]),
    );
    const errors = later.flatMap((part: TestAnswer) => part.errors ?? []);
    expect(places({ errors })).toEqual(expect.arrayContaining(refused('project.budget', 'project.rating')));
    expect(textsAsked()).not.toMatch(/budget|rating/);
  });
});

describe('events', () => {
  let source: Server;
  let gateway: TestGateway;
  let opened = 0;
  const asked: string[] = [];
  const typeDefs = parse(`${withRules}
    type Query { open: String }
    type Tick { number: Int, secret: Int @authenticated }
    type Subscription { ticks: Tick, closed: Tick @authenticated }`);
  const tick = async function* (field: string) {
    opened += 1;
    for (const number of [1, 2]) yield { [field]: { number, secret: number } };
  };

  beforeAll(async () => {
    const resolvers = {
      Subscription: {
        ticks: { subscribe: () => tick('ticks') },
        closed: { subscribe: () => tick('closed') },
      },
    };
    const handle = createHandler({
      schema: buildSubgraphSchema({ typeDefs, resolvers }),
      onSubscribe: (_, { query }) => {
        asked.push(query);
      },
    });
    source = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(source.address() as AddressInfo).port}/`;
    const { supergraphSdl = '' } = composeServices([{ name: 'ticks', url, typeDefs }]);
    gateway = await startTestGateway(supergraphSdl, { env: keys.gatewayEnv });
  });
  afterAll(async () => {
    await gateway.close();
    await new Promise((resolve) => source.close(resolve).closeAllConnections());
  });

  const bySse = async (query: string, headers: Record<string, string> = {}) => {
    const response = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    return [...text.matchAll(/^data: (\{.*\})$/gm)].map(
      ([, json]) => JSON.parse(json as string) as TestAnswer,
    );
  };
  const bySocket = async (query: string) => {
    const client = createClient({
      url: `${gateway.origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
    });
    const answers: TestAnswer[] = [];
    for await (const answer of client.iterate({ query })) answers.push(answer as TestAnswer);
    await client.dispose();
    return answers;
  };

  test.each([
    ['server-sent events', bySse],
    ['a WebSocket', bySocket],
  ])('over %s hold nothing that is withheld, and are not opened for a root that is', async (_, ask) => {
    const events = await ask('subscription { ticks { number s: secret } }');
    expect(events.map(({ data }) => data)).toEqual([
      { ticks: { number: 1, s: null } },
      { ticks: { number: 2, s: null } },
    ]);
    for (const event of events) expect(places(event)).toEqual(refused('ticks.s'));
    expect(asked.pop()).not.toMatch(/secret/);
    const before = opened;
    const [only, ...others] = await ask('subscription { closed { number } }');
    expect(others).toEqual([]);
    expect(only?.data).toBeUndefined();
    expect(places(only as TestAnswer)).toEqual(refused('closed'));
    expect(opened).toBe(before);
  });

  test('come whole to who may see them', async () => {
    const authorization = `Bearer ${tokens.planner}`;
    const events = await bySse('subscription { closed { number secret } }', { authorization });
    expect(events).toEqual([
      { data: { closed: { number: 1, secret: 1 } } },
      { data: { closed: { number: 2, secret: 2 } } },
    ]);
  });
});
