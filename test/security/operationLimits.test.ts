import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { TestAnswer } from '../helpers/federation';
import { startProcess, type TestProcess } from '../helpers/startProcess';
import { type HostileDocument, hostileDocuments, largestDocuments } from './attacks/hostileDocuments';

/** Generous for a busy machine, and far below what each of them takes where nobody guards. */
const soonMs = 20_000;

let gateway: TestProcess;
let origin: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-limits-'));
  gateway = await startProcess({
    file: 'gateway/dist/main.js',
    args: [
      ...[
        '--port',
        '0',
        '--host',
        '127.0.0.1',
        '--log-format',
        'json',
        '--batch-limit',
        '5',
        '--frozen',
        folder,
      ],
      // Nobody answers there: what is refused asks no department.
      ...['ict', 'finance', 'planning'].flatMap((name) => [
        '--subgraph',
        `${name}=http://127.0.0.1:9/graphql`,
      ]),
    ],
    ready: /the gateway serves (http:\/\/[^/"]+)/,
  });
  origin = gateway.readyLine[1] ?? '';
});
afterAll(async () => {
  await gateway.stop();
  await rm(folder, { recursive: true });
});

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const readJson = async (response: Response): Promise<TestAnswer> => (await response.json()) as TestAnswer;
/** How long the gateway takes to say that it is alive, in milliseconds. */
const aliveMs = async (): Promise<number> => {
  const startedAt = performance.now();
  expect((await fetch(`${origin}/health`)).status).toBe(200);
  return performance.now() - startedAt;
};

/** That the answer is the refusal that belongs to the document, with the limit and the value in words. */
const expectRefusal = ({ errors, data }: TestAnswer, { code, limit, value }: HostileDocument): void => {
  expect(data ?? null).toBeNull();
  const [error] = errors ?? [];
  expect(error?.extensions?.code).toBe(code);
  expect(errors?.length).toBeLessThanOrEqual(21);
  if (limit === undefined) return;
  expect(error?.extensions).toMatchObject({ limit, value });
  const { allowed } = (error?.extensions ?? {}) as { allowed: number };
  expect(error?.message).toContain(Number(value).toLocaleString('en-US'));
  expect(error?.message).toContain(allowed.toLocaleString('en-US'));
};

describe.each(hostileDocuments)('$name', (document) => {
  const { query, variables } = document;

  it('is refused at once by POST, while the gateway answers others', async () => {
    const startedAt = performance.now();
    const answering = post({ query, variables });
    expect(await aliveMs()).toBeLessThan(soonMs);
    const response = await answering;
    expect(response.status).toBe(400);
    expectRefusal(await readJson(response), document);
    expect(performance.now() - startedAt).toBeLessThan(soonMs);
  });
});

const named = (name: string): HostileDocument => {
  const found = hostileDocuments.find((document) => document.name === name);
  if (!found) throw new Error(`There is no hostile document "${name}".`);
  return found;
};
const several = [
  named('1,000 aliases'),
  named('a page of 1 GB'),
  named('depth 1,000'),
  named('fragments that double sixteen times'),
  named('pages within pages'),
];

describe.each(several)('$name', (document) => {
  const { query } = document;

  it.each([
    ['application/json', 200],
    ['application/graphql-response+json', 400],
    ['multipart/mixed; deferSpec=20220824, application/graphql-response+json', 400],
  ])('is refused to a client that accepts %s', async (accept, status) => {
    const response = await post({ query }, { accept });
    expect(response.status).toBe(status);
    expectRefusal(await readJson(response), document);
  });

  it('is refused by GET, where it fits into an address', async () => {
    const response = await fetch(`${origin}/graphql?${new URLSearchParams({ query })}`);
    if (query.length > 10_000) return expect([400, 431]).toContain(response.status);
    expectRefusal(await readJson(response), document);
  });

  it('is refused in an array, beside operations that are answered', async () => {
    const response = await post([{ query: '{ __typename }' }, { query }]);
    const [honest, hostile] = (await response.json()) as TestAnswer[];
    expect(honest).toEqual({ data: { __typename: 'Query' } });
    expectRefusal(hostile as TestAnswer, document);
  });

  it('is refused by server-sent events', async () => {
    const text = await (await post({ query }, { accept: 'text/event-stream' })).text();
    const [, data = ''] = /^event: next\ndata: (.*)$/m.exec(text) ?? [];
    expectRefusal(JSON.parse(data), document);
  });

  it('is refused over a WebSocket', async () => {
    const client = createClient({
      url: `${origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const answer = await new Promise<TestAnswer>((resolve) => {
      client.subscribe(
        { query },
        {
          next: (next) => resolve(next as TestAnswer),
          error: (errors) => resolve({ errors: errors as TestAnswer['errors'] }),
          complete: () => {},
        },
      );
    });
    await client.dispose();
    expectRefusal(answer, document);
    expect(answer.errors?.[0]?.extensions).not.toHaveProperty('http');
  });

  it('is refused as an answer to be kept', async () => {
    const response = await fetch(`${origin}/explorer/frozen`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, pages: [{}] }),
    });
    const { path } = (await response.json()) as { path: string };
    const kept = (await (await fetch(`${origin}${path}`)).json()) as { pages: TestAnswer[] };
    expectRefusal(kept.pages[0] as TestAnswer, document);
  });
});

describe.each(largestDocuments)('$name', ({ query }) => {
  it('is over soon, while the gateway answers others', async () => {
    const startedAt = performance.now();
    const answering = post({ query });
    expect(await aliveMs()).toBeLessThan(soonMs);
    expect([200, 400]).toContain((await answering).status);
    expect(performance.now() - startedAt).toBeLessThan(soonMs);
  });
});

describe('many at once', () => {
  it('refuses an array of 1,000 operations', async () => {
    const response = await post(Array.from({ length: 1_000 }, () => ({ query: '{ __typename }' })));
    expect(response.status).toBe(400);
    const { errors } = await readJson(response);
    expect(errors?.[0]?.message).toContain('1000 operations; at most 5');
  });

  it('refuses variables that nest 10,000 levels before anything walks them', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":"query ($ids: [ID!]) { contracts(filter: { ids: $ids }) { totalCount } }","variables":{"ids":${deep}}}`,
    });
    const { errors } = await readJson(response);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'OPERATION_TOO_LARGE',
      limit: 'variable-depth-limit',
    });
  });

  it('refuses more than a megabyte without reading it', async () => {
    const response = await post({ query: `{ __typename ${'@a '.repeat(400_000)} }` });
    expect(response.status).toBe(413);
  });

  it('stays alive while it refuses two hundred at once', async () => {
    const startedAt = performance.now();
    const answers = Array.from({ length: 200 }, (_, at) => {
      const document = hostileDocuments[at % hostileDocuments.length] as HostileDocument;
      // Each text is new, so that nothing is known from before.
      return post({ query: `${document.query} # ${at}`, variables: document.variables });
    });
    expect(await aliveMs()).toBeLessThan(soonMs);
    // 503 where too many wait.
    for (const answer of await Promise.all(answers)) expect([400, 503]).toContain(answer.status);
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(await aliveMs()).toBeLessThan(soonMs);
  });
});
