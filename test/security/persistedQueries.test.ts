import { createHash } from 'node:crypto';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { federation2, startFederation, type TestAnswer, type TestFederation } from '../helpers/federation';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

let federation: TestFederation;
let gateway: TestGateway;
let written = 0;

beforeAll(async () => {
  federation = await startFederation({
    words: {
      sdl: `${federation2}
        type Query { word: String, number: Int }
        type Mutation { write: Int }`,
      resolvers: {
        Query: { word: () => 'chữ', number: () => 7 },
        Mutation: {
          write: () => {
            written += 1;
            return written;
          },
        },
      },
    },
  });
  gateway = await startTestGateway(federation.supergraphSdl, {
    flags: ['--apq-limit-count', '5', '--apq-limit-bytes', '2000', '--batch-limit', '5'],
  });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
});

const hashOf = (query: string) => createHash('sha256').update(query).digest('hex');
const byHash = (sha256Hash: string, more: object = {}) => ({
  ...more,
  extensions: { persistedQuery: { version: 1, sha256Hash } },
});
const post = (body: unknown, at: TestGateway = gateway) =>
  at.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const answerTo = async (body: unknown, at?: TestGateway) => {
  const response = await post(body, at);
  return { status: response.status, ...((await response.json()) as TestAnswer) };
};
const codeOf = ({ errors }: TestAnswer) => errors?.[0]?.extensions?.code;
const get = (params: Record<string, string>, headers: Record<string, string> = {}) =>
  gateway.fetch(`/graphql?${new URLSearchParams(params)}`, { headers });
const extensionsOf = (query: string) => JSON.stringify(byHash(hashOf(query)).extensions);

describe('a query by its hash', () => {
  it('is not found until it was sent along once, and found from then on', async () => {
    const query = '{ word number }';
    const unknown = await answerTo(byHash(hashOf(query)));
    expect(unknown).toMatchObject({ status: 200, errors: [{ message: 'PersistedQueryNotFound' }] });
    expect(codeOf(unknown)).toBe('PERSISTED_QUERY_NOT_FOUND');
    const data = { word: 'chữ', number: 7 };
    expect(await answerTo(byHash(hashOf(query), { query }))).toEqual({ status: 200, data });
    expect(await answerTo(byHash(hashOf(query)))).toEqual({ status: 200, data });
    expect(await answerTo({ documentId: `sha256:${hashOf(query)}` })).toEqual({ status: 200, data });
  });

  it('cannot be taken for another query', async () => {
    const victim = '{ word }';
    const forged = await answerTo(byHash(hashOf(victim), { query: '{ number }' }));
    expect(forged).toMatchObject({ status: 400, errors: [{ message: 'provided sha does not match query' }] });
    expect(codeOf(forged)).toBe('BAD_REQUEST');
    expect(codeOf(await answerTo(byHash(hashOf(victim))))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('is not registered where it is not valid', async () => {
    const query = '{ nothing }';
    expect((await answerTo(byHash(hashOf(query), { query }))).status).toBe(400);
    expect(codeOf(await answerTo(byHash(hashOf(query))))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('is asked by GET from a program, and not from a page of another site', async () => {
    const query = 'query Cached { word }';
    await answerTo(byHash(hashOf(query), { query }));
    const plain = await get({ extensions: extensionsOf(query) });
    expect(await plain.json()).toEqual({ data: { word: 'chữ' } });
    const foreign = await get({ extensions: extensionsOf(query) }, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(400);
    const byId = await get({ documentId: `sha256:${hashOf(query)}` });
    expect(await byId.json()).toEqual({ data: { word: 'chữ' } });
  });

  it('does not let a mutation in by GET', async () => {
    const query = 'mutation { write }';
    expect(await answerTo(byHash(hashOf(query), { query }))).toMatchObject({ status: 200 });
    const before = written;
    const response = await get({ extensions: extensionsOf(query) });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(written).toBe(before);
  });

  it('is forgotten when many others come, so that memory stays bounded', async () => {
    const first = 'query First { word }';
    await answerTo(byHash(hashOf(first), { query: first }));
    for (let at = 0; at < 10; at += 1) {
      const query = `query Flood${at} { word }`;
      await answerTo(byHash(hashOf(query), { query }));
    }
    expect(codeOf(await answerTo(byHash(hashOf(first))))).toBe('PERSISTED_QUERY_NOT_FOUND');
    const large = `query Large { word } # ${'x'.repeat(3_000)}`;
    expect(await answerTo(byHash(hashOf(large), { query: large }))).toMatchObject({ status: 200 });
    expect(codeOf(await answerTo(byHash(hashOf(large))))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('works in a batch, by events and over a WebSocket', async () => {
    const query = 'query Everywhere { number }';
    await answerTo(byHash(hashOf(query), { query }));
    const batch = await post([byHash(hashOf(query)), { documentId: `sha256:${hashOf(query)}` }]);
    expect(await batch.json()).toEqual([{ data: { number: 7 } }, { data: { number: 7 } }]);
    const events = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(byHash(hashOf(query))),
    });
    expect(await events.text()).toContain('{"data":{"number":7}}');
    const client = createClient({
      url: `${gateway.origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const next = await client.iterate({ query: '', ...byHash(hashOf(query)) }).next();
    expect(next.value).toEqual({ data: { number: 7 } });
    const unknown = await client.iterate({ query: '', ...byHash('0'.repeat(64)) }).next();
    expect(unknown.value).toMatchObject({ errors: [{ message: 'PersistedQueryNotFound' }] });
    await client.dispose();
  });

  it('is said to be unsupported where it is switched off', async () => {
    const off = await startTestGateway(federation.supergraphSdl, { flags: ['--apq', 'off'] });
    const refused = await answerTo(byHash(hashOf('{ word }')), off);
    expect(refused).toMatchObject({ status: 200, errors: [{ message: 'PersistedQueryNotSupported' }] });
    expect(codeOf(refused)).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    expect(await answerTo({ query: '{ word }' }, off)).toMatchObject({ data: { word: 'chữ' } });
    await off.close();
  });

  it('is refused together with another text, and in a form that is not known', async () => {
    const both = await answerTo({ documentId: 'sha256:0', query: '{ word }' });
    expect(both).toMatchObject({
      status: 400,
      errors: [{ message: 'An operation is sent by "documentId" or by "query", not by both.' }],
    });
    const version = { extensions: { persistedQuery: { version: 2, sha256Hash: hashOf('{ word }') } } };
    expect((await answerTo(version)).status).toBe(400);
    expect(codeOf(await answerTo({ documentId: 'mine' }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});
