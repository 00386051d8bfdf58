import { readConfig } from '@lien-thong/gateway';
import { getIntrospectionQuery } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { type CallerKeys, makeCallerKeys } from '../helpers/callerKeys';
import { federation2, startFederation, type TestAnswer, type TestFederation } from '../helpers/federation';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

let federation: TestFederation;
let keys: CallerKeys;
const gateways: Record<string, TestGateway> = {};

beforeAll(async () => {
  federation = await startFederation({
    words: {
      sdl: `${federation2}
        type Query { word(language: Language! = VIETNAMESE, filter: WordFilter): Word, words: [Word!] }
        type Mutation { addWord(word: WordInput!): Word }
        type Subscription { added: Word }
        type Word { text: String, meaning: String }
        input WordFilter { startsWith: String, longerThan: Int }
        input WordInput { text: String!, meaning: String }
        enum Language { VIETNAMESE ENGLISH }`,
      resolvers: { Query: { word: () => ({ text: 'chữ', meaning: 'word' }) } },
    },
  });
  keys = await makeCallerKeys();
  for (const setting of ['on', 'off', 'officer', 'finance/auditor']) {
    gateways[setting] = await startTestGateway(federation.supergraphSdl, {
      flags: ['--introspection', setting],
      env: keys.gatewayEnv,
    });
  }
});
afterAll(async () => {
  for (const gateway of Object.values(gateways)) await gateway.close();
  await federation.close();
  await keys.remove();
});

const at = (setting: string): TestGateway => {
  const gateway = gateways[setting];
  if (!gateway) throw new Error(`No gateway has --introspection ${setting}.`);
  return gateway;
};
const codes = ({ errors }: TestAnswer): unknown[] => (errors ?? []).map(({ extensions }) => extensions?.code);

/** Each asks for the schema in a way of its own. */
const ways: Readonly<Record<string, string>> = {
  'the standard query': getIntrospectionQuery(),
  __type: '{ __type(name: "Word") { name fields { name } } }',
  'an alias': '{ word { text } harmless: __schema { types { name } } }',
  'an inline fragment': '{ word { text } ... { ... on Query { __schema { types { name } } } } }',
  'a fragment within fragments':
    '{ ...a } fragment a on Query { word { text } ...b } fragment b on Query { __schema { types { name } } }',
  '@defer': '{ word { text } ... @defer { __schema { types { name } } } }',
  'a condition':
    'query ($yes: Boolean! = true) { word { text } __schema @include(if: $yes) { types { name } } }',
};

describe.each(Object.entries(ways))('introspection through %s', (_way, query) => {
  it('is answered where it is on', async () => {
    const answer = await at('on').ask(query);
    expect(codes(answer)).toEqual([]);
    expect(JSON.stringify(answer.data)).toContain('"Word"');
  });

  it.each(['application/json', 'multipart/mixed; deferSpec=20220824, application/json'])(
    'is refused where it is off, to a client that accepts %s',
    async (accept) => {
      const answer = await at('off').ask(query, { headers: { accept } });
      expect(codes(answer)).toEqual(['INTROSPECTION_DISABLED']);
      expect(answer).not.toHaveProperty('data');
    },
  );

  it('is refused by GET, by events and over a WebSocket', async () => {
    const { origin, fetch: send } = at('off');
    const byGet = await send(`/graphql?${new URLSearchParams({ query })}`);
    expect([400, 405]).toContain(byGet.status);
    expect(await byGet.text()).not.toContain('"Word"');
    const events = await send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
    });
    expect(await events.text()).toContain('INTROSPECTION_DISABLED');
    expect(JSON.stringify(await overWebSocket(origin, query))).toContain('INTROSPECTION_DISABLED');
  });

  it('is answered to callers of the role alone', async () => {
    const officer = { authorization: `Bearer ${await keys.tokenFor('planning', 'officer')}` };
    const auditor = { authorization: `Bearer ${await keys.tokenFor('finance', 'auditor')}` };
    expect(codes(await at('officer').ask(query))).toEqual(['INTROSPECTION_DISABLED']);
    expect(codes(await at('officer').ask(query, { headers: auditor }))).toEqual(['INTROSPECTION_DISABLED']);
    expect(codes(await at('officer').ask(query, { headers: officer }))).toEqual([]);
    expect(codes(await at('finance/auditor').ask(query, { headers: officer }))).toEqual([
      'INTROSPECTION_DISABLED',
    ]);
    expect(codes(await at('finance/auditor').ask(query, { headers: auditor }))).toEqual([]);
  });
});

async function overWebSocket(
  origin: string,
  query: string,
  variables?: Record<string, unknown>,
): Promise<unknown> {
  const client = createClient({
    url: `${origin.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const answer = await new Promise((resolve) => {
    client.subscribe({ query, variables }, { next: resolve, error: resolve, complete: () => {} });
  });
  await client.dispose();
  return answer;
}

/** Mistakes whose usual answer tells names of the schema. */
const mistakes: Readonly<Record<string, { query: string; variables?: Record<string, unknown> }>> = {
  'a field': { query: '{ word { txt } }' },
  'a root field': { query: '{ wrd { text } }' },
  'an argument': { query: '{ word(langage: ENGLISH) { text } }' },
  'an enum value': { query: '{ word(language: ENGLSH) { text } }' },
  'a type': { query: '{ word { ... on Wrd { text } } }' },
  'an input field': { query: '{ word(filter: { startWith: "a" }) { text } }' },
  'an input field in a variable': {
    query: 'query ($filter: WordFilter) { word(filter: $filter) { text } }',
    variables: { filter: { startWith: 'a' } },
  },
  'an enum value in a variable': {
    query: 'query ($language: Language!) { word(language: $language) { text } }',
    variables: { language: 'ENGLSH' },
  },
  'an input field that is left out': {
    query: 'mutation ($word: WordInput!) { addWord(word: $word) { text } }',
    variables: { word: {} },
  },
  'a leaf with fields': { query: '{ word { text { a } } }' },
  'an object without fields': { query: '{ word }' },
};
const names = /\b(meaning|startsWith|longerThan|VIETNAMESE|ENGLISH|WordInput|String|Query)\b|Did you mean/;

describe.each(Object.entries(mistakes))('a mistake in %s', (_what, { query, variables }) => {
  it('is explained where everybody may ask for the schema', async () => {
    const { errors } = await at('on').ask(query, { variables });
    expect(errors?.[0]?.message).toMatch(/Did you mean|must not have a selection|of required type/);
  });

  it.each(['off', 'officer'])('tells nothing of the schema with introspection %s', async (setting) => {
    const answer = await at(setting).ask(query, { variables });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]?.message).not.toMatch(names);
  });

  it('tells nothing over a connection that stays open', async () => {
    const { origin } = at('off');
    expect(JSON.stringify(await overWebSocket(origin, query, variables))).not.toMatch(names);
    const subscription = 'subscription { addd { text } }';
    expect(JSON.stringify(await overWebSocket(origin, subscription))).not.toMatch(/added|Did you mean/);
  });

  it('is explained to callers of the role', async () => {
    const officer = { authorization: `Bearer ${await keys.tokenFor('planning', 'officer')}` };
    const { errors } = await at('officer').ask(query, { variables, headers: officer });
    expect(errors?.[0]?.message).not.toMatch(/does not fit the schema/);
  });
});

describe('the setting', () => {
  it.each([
    ['true', 'on'],
    ['0', 'off'],
    ['officer', 'officer'],
    ['finance/officer', 'finance/officer'],
  ])('%s is understood as %s', (text, setting) => {
    expect(readConfig({}, ['--introspection', text]).introspection).toBe(setting);
  });

  it('is refused where it is none of these', () => {
    expect(() => readConfig({}, ['--introspection', 'a b'])).toThrow(
      'on, off, or a role, as officer or finance/officer',
    );
  });
});

describe('questions about the schema that multiply', () => {
  it('are refused by nesting', async () => {
    const nested = `{ __schema { types { ${'fields { type { '.repeat(4)}name${' } }'.repeat(4)} } } }`;
    const answer = await at('on').ask(nested);
    expect(codes(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(answer.errors?.[0]?.message).toContain('introspection depth');
  });

  it('are refused by their number', async () => {
    const all = '{ types { fields { args { name } type { fields { args { name type { name } } } } } } }';
    const many = Array.from({ length: 20 }, (_, each) => `s${each}: __schema ${all}`).join(' ');
    const answer = await at('on').ask(`{ ${many} }`);
    expect(codes(answer)).toEqual(['OPERATION_TOO_LARGE']);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ limit: 'introspection' });
  });
});
