import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ListedOperation, listedOperation, manifestText } from '@lien-thong/schema';
import { getIntrospectionQuery, type OperationDefinitionNode, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { federation2, startFederation, type TestAnswer, type TestFederation } from '../helpers/federation';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

let federation: TestFederation;
let folder: string;
let manifest: string;
let only: TestGateway;

const listed = (text: string): ListedOperation => {
  const document = parse(text);
  return listedOperation(document.definitions[0] as OperationDefinitionNode, document);
};
const word = listed('query Word { word }');
const write = listed('mutation Write { write }');
const later = listed('query Later { word number }');

/** Replaces the file whole, as a deployment does. */
async function writeManifest(text: string, path = manifest): Promise<void> {
  await writeFile(`${path}.draft`, text);
  await rename(`${path}.draft`, path);
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error('It does not come to hold.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

beforeAll(async () => {
  federation = await startFederation({
    words: {
      sdl: `${federation2}
        type Query { word: String, number: Int }
        type Mutation { write: Int }`,
      resolvers: { Query: { word: () => 'chữ', number: () => 7 }, Mutation: { write: () => 1 } },
    },
  });
  folder = await mkdtemp(join(tmpdir(), 'operations-'));
  manifest = join(folder, 'operations.json');
  await writeManifest(manifestText([word, write]));
  only = await startTestGateway(federation.supergraphSdl, {
    flags: ['--operations', manifest, '--safelist', 'only', '--watch', 'on', '--batch-limit', '5'],
  });
});
afterAll(async () => {
  await only.close();
  await federation.close();
  await rm(folder, { recursive: true });
});

const json = { 'content-type': 'application/json' };
const post = (body: unknown, headers: Record<string, string> = {}, at: TestGateway = only) =>
  at.fetch('/graphql', { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
const answerTo = async (body: unknown, at?: TestGateway) => {
  const response = await post(body, {}, at);
  const answer = (await response.json()) as TestAnswer;
  return { status: response.status, data: answer.data, code: answer.errors?.[0]?.extensions?.code };
};
const hash = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
const refused = { status: 403, data: undefined, code: 'OPERATION_NOT_LISTED' };
const answered = { status: 200, data: { word: 'chữ' }, code: undefined };

describe('where only listed operations are taken', () => {
  it('they are answered by their id in each of its forms', async () => {
    expect(await answerTo(hash(word.id))).toEqual(answered);
    expect(await answerTo({ documentId: word.id })).toEqual(answered);
    expect(await answerTo({ documentId: `sha256:${word.id}` })).toEqual(answered);
    const search = new URLSearchParams({ documentId: word.id });
    expect(await (await only.fetch(`/graphql?${search}`)).json()).toEqual({ data: { word: 'chữ' } });
  });

  it('they are answered by their text, however it is spaced', async () => {
    expect(await answerTo({ query: word.body })).toEqual(answered);
    expect(await answerTo({ query: '# mine\nquery  Word{word,}' })).toEqual(answered);
    expect(await answerTo({ query: word.body, ...hash(word.id) })).toEqual(answered);
    expect(await answerTo({ query: 'mutation Write { write }' })).toMatchObject({ data: { write: 1 } });
  });

  it.each([
    ['another field', { query: 'query Word { word number }' }],
    ['another name', { query: 'query Words { word }' }],
    ['no name', { query: '{ word }' }],
    ['an alias', { query: 'query Word { word: number }' }],
    ['a second operation', { query: 'query Word { word } query Number { number }', operationName: 'Word' }],
    ['introspection', { query: getIntrospectionQuery() }],
    ['a type name', { query: '{ __typename }' }],
    ['what is no GraphQL', { query: 'query Word { word' }],
    ['an id that is not listed', { documentId: later.id }],
    ['a text that is padded without end', { query: `query Word { word }${' '.repeat(100_000)}` }],
  ])('%s is refused', async (_what, body) => {
    expect(await answerTo(body)).toEqual(refused);
  });

  it('a hash that is not listed is not found, and its text is refused when it is sent along', async () => {
    expect(await answerTo(hash(later.id))).toMatchObject({ status: 200, code: 'PERSISTED_QUERY_NOT_FOUND' });
    expect(await answerTo({ query: later.body, ...hash(later.id) })).toEqual(refused);
    expect(await answerTo(hash(later.id))).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
  });

  it('a listed id does not lend itself to another text', async () => {
    expect(await answerTo({ query: '{ number }', ...hash(word.id) })).toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
    });
  });

  it('a listed mutation is not run by GET', async () => {
    const response = await only.fetch(`/graphql?${new URLSearchParams({ documentId: write.id })}`);
    expect(response.status).toBe(405);
  });

  it('GET, a batch, parts, events and a WebSocket are no ways around it', async () => {
    const query = 'query Word { number }';
    const byGet = await only.fetch(`/graphql?${new URLSearchParams({ query })}`);
    expect(byGet.status).toBe(403);
    const batch = (await (await post([{ query }, { query: word.body }])).json()) as TestAnswer[];
    expect(batch[0]?.errors?.[0]?.extensions?.code).toBe('OPERATION_NOT_LISTED');
    expect(batch[1]).toEqual({ data: { word: 'chữ' } });
    const parts = await post(
      { query: 'query Word { ... @defer { word } number }' },
      { accept: 'multipart/mixed; deferSpec=20220824, application/json' },
    );
    expect(await parts.text()).toContain('OPERATION_NOT_LISTED');
    const events = await post({ query }, { accept: 'text/event-stream' });
    expect(await events.text()).toContain('OPERATION_NOT_LISTED');
    const client = createClient({
      url: `${only.origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const overSocket = await client.iterate({ query }).next();
    expect(overSocket.value).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_NOT_LISTED' } }] });
    const allowed = await client.iterate({ query: '', ...hash(word.id) }).next();
    expect(allowed.value).toEqual({ data: { word: 'chữ' } });
    await client.dispose();
  });

  it('no answer to another operation can be kept to be cited', async () => {
    const keep = (query: string) =>
      only.fetch('/explorer/frozen', {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ query, pages: [{}] }),
      });
    const response = await keep('{ number }');
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'OPERATION_NOT_LISTED' }]);
  });

  it('a changed list is taken over, and a broken one is refused with its reasons', async () => {
    await writeManifest(manifestText([word, write, later]));
    await eventually(async () => (await answerTo({ documentId: later.id })).status === 200);
    await writeManifest('{"format": "apollo-persisted-query-manifest"');
    await eventually(async () => only.logged.some(({ reasons }) => reasons !== undefined));
    expect(only.logged.find(({ reasons }) => reasons)?.reasons).toEqual([
      'It is no manifest: {"format": "apollo-persisted-query-manifest", "version": 1, "operations": [...]} was expected.',
    ]);
    expect(await answerTo({ documentId: later.id })).toMatchObject({ status: 200 });
  });
});

describe('a list beside which others are taken', () => {
  it('names each of the others in the log once, without its text', async () => {
    const path = join(folder, 'log.json');
    await writeManifest(manifestText([word]), path);
    const gateway = await startTestGateway(federation.supergraphSdl, {
      flags: ['--operations', path, '--safelist', 'log'],
    });
    for (let times = 0; times < 3; times += 1) {
      expect(await answerTo({ query: 'query Secret { number }' }, gateway)).toMatchObject({ status: 200 });
      expect(await answerTo({ query: word.body }, gateway)).toEqual(answered);
    }
    const lines = gateway.logged.filter(({ msg }) => msg === 'an operation was asked that is not listed');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ operation: 'Secret', characters: 23 });
    await gateway.close();
  });

  it('gives ids to its operations and changes nothing for the rest', async () => {
    const path = join(folder, 'off.json');
    await writeManifest(manifestText([word]), path);
    const gateway = await startTestGateway(federation.supergraphSdl, { flags: ['--operations', path] });
    expect(await answerTo({ documentId: word.id }, gateway)).toEqual(answered);
    expect(await answerTo({ query: '{ number }' }, gateway)).toMatchObject({ data: { number: 7 } });
    await gateway.close();
  });
});

describe('a gateway with a list that cannot be used', () => {
  const start = (flags: string[]) => startTestGateway(federation.supergraphSdl, { flags });

  it('does not start, and says all that is wrong', async () => {
    const path = join(folder, 'broken.json');
    const operations = [{ ...word, name: 'Other' }, { ...write, body: '{ a } { b }' }, { id: '' }];
    const text = JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });
    await writeManifest(text, path);
    await expect(start(['--operations', path])).rejects.toThrow(
      `The manifest ${path} cannot be used: Operation 1 (Other): its body is the query Word. ` +
        'Operation 2 (Write): its body holds 2 operations instead of one. Operation 3 has no "id" of 1 to 512 characters.',
    );
    await expect(start(['--operations', join(folder, 'none.json')])).rejects.toThrow(
      'There is no such file.',
    );
  });

  it('does not start without a list that it is to hold clients to', async () => {
    await expect(start(['--safelist', 'only'])).rejects.toThrow(
      '--safelist only needs the manifest that lists operations: give --operations.',
    );
  });
});
