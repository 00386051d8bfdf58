import { connect } from 'node:net';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { request } from 'undici';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

let federation: TestFederation;
let gateway: TestGateway;
let written = 0;
let slowMs = 60_000;

beforeAll(async () => {
  federation = await startFederation({
    words: {
      sdl: `${federation2}
        type Query { word(of: String): String, words: [String!]!, slow: String }
        type Mutation { write: Int }`,
      resolvers: {
        Query: {
          word: (_: unknown, { of }: { of?: string }) => of ?? 'chữ',
          words: () => Array.from({ length: 500 }, (_, index) => `chữ số ${index}`),
          slow: () => new Promise((resolve) => setTimeout(() => resolve('muộn'), slowMs).unref()),
        },
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
    flags: ['--body-limit-bytes', '20000', '--request-deadline-ms', '1500', '--cors-origins', 'https://a.vn'],
  });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
});

const json = { 'content-type': 'application/json' };
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  gateway.fetch('/graphql', { method: 'POST', headers: { ...json, ...headers }, body });
const errorOf = async (response: Response) => {
  const { errors } = (await response.json()) as {
    errors: { message: string; extensions: Record<string, unknown> }[];
  };
  return { status: response.status, message: errors[0]?.message, code: errors[0]?.extensions.code };
};
const word = JSON.stringify({ query: '{ word }' });

describe('the body of a request', () => {
  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('may be packed by %s', async (encoding, pack) => {
    const response = await post(pack(word), { 'content-encoding': encoding });
    expect(await response.json()).toEqual({ data: { word: 'chữ' } });
  });

  it('is refused when it is larger than the limit', async () => {
    expect(await errorOf(await post(JSON.stringify({ query: `{ word }${' '.repeat(20_000)}` })))).toEqual({
      status: 413,
      code: 'BAD_REQUEST',
      message: 'The body is larger than 20000 bytes, unpacked.',
    });
  });

  it('is refused when it grows beyond the limit while it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    const small = await post(gzipSync(JSON.stringify({ query: `{ word }${' '.repeat(30_000)}` })), {
      'content-encoding': 'gzip',
    });
    expect(bomb.length).toBeGreaterThan(20_000);
    expect(await errorOf(small)).toMatchObject({ status: 413 });
  });

  it('is refused in an encoding that is not known, or that is broken', async () => {
    expect(await errorOf(await post(word, { 'content-encoding': 'zip' }))).toEqual({
      status: 415,
      code: 'BAD_REQUEST',
      message: 'The content-encoding "zip" is not known: send gzip, deflate, br or none.',
    });
    expect(await errorOf(await post(word, { 'content-encoding': 'gzip' }))).toEqual({
      status: 400,
      code: 'BAD_REQUEST',
      message: 'The body cannot be unpacked.',
    });
  });

  it('is refused when it is not JSON', async () => {
    expect(await errorOf(await post('{"query":'))).toEqual({
      status: 400,
      code: 'BAD_REQUEST',
      message: 'Invalid JSON in the body: send one JSON object.',
    });
  });

  it('is refused as an array unless batches are allowed, and beyond their limit', async () => {
    const batch = (size: number) =>
      JSON.stringify(Array.from({ length: size }, () => ({ query: '{ word }' })));
    expect(await errorOf(await post(batch(2)))).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
    const batching = await startTestGateway(federation.supergraphSdl, { flags: ['--batch-limit', '3'] });
    const send = (size: number) =>
      batching.fetch('/graphql', { method: 'POST', headers: json, body: batch(size) });
    expect(await (await send(3)).json()).toEqual([1, 2, 3].map(() => ({ data: { word: 'chữ' } })));
    expect(await errorOf(await send(4))).toEqual({
      status: 400,
      code: 'BAD_REQUEST',
      message: 'The array holds 4 operations; at most 3 are taken.',
    });
    await batching.close();
  });
});

describe('negotiation', () => {
  it('answers in the media type that the client prefers', async () => {
    const modern = await post(word, { accept: 'application/graphql-response+json, application/json;q=0.9' });
    expect(modern.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    const plain = await post(word, { accept: 'application/json' });
    expect(plain.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('does not run a mutation whose answer the client cannot take', async () => {
    const before = written;
    const response = await post(JSON.stringify({ query: 'mutation { write }' }), { accept: 'image/png' });
    expect(response.status).toBe(406);
    expect(written).toBe(before);
  });

  it('sends 400 for an invalid operation as GraphQL and 200 as plain JSON', async () => {
    const invalid = JSON.stringify({ query: '{ wrod }' });
    expect((await post(invalid, { accept: 'application/graphql-response+json' })).status).toBe(400);
    const plain = await post(invalid, { accept: 'application/json' });
    expect(await errorOf(plain)).toMatchObject({ status: 200, code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  it.each(['gzip', 'br'])('packs a large answer by %s, and a small one never', async (encoding) => {
    const ask = (query: string) =>
      request(`${gateway.origin}/graphql`, {
        method: 'POST',
        headers: { ...json, 'accept-encoding': encoding },
        body: JSON.stringify({ query }),
      });
    const large = await ask('{ words }');
    expect(large.headers['content-encoding']).toBe(encoding);
    const bytes = Buffer.from(await large.body.arrayBuffer());
    expect(bytes.length).toBeLessThan(3_000);
    if (encoding === 'br') expect(brotliDecompressSync(bytes).toString()).toContain('chữ số 499');
    const small = await ask('{ word }');
    expect(small.headers['content-encoding']).toBeUndefined();
    expect(await small.body.json()).toEqual({ data: { word: 'chữ' } });
  });
});

describe('requests across sites', () => {
  const get = (headers: Record<string, string>) =>
    gateway.fetch(`/graphql?query=${encodeURIComponent('{ word }')}`, { headers });

  it('lets a plain GET through that no other site made', async () => {
    expect((await get({})).status).toBe(200);
    expect((await get({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('refuses a GET that a page of another site made without asking first', async () => {
    const foreign = await request(`${gateway.origin}/graphql?query=${encodeURIComponent('{ word }')}`, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(foreign.statusCode).toBe(400);
    expect(await foreign.body.text()).toContain('Cross-Site Request Forgery');
  });

  it('refuses the form of another site', async () => {
    const form = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: word,
    });
    expect(form.status).toBe(400);
  });

  it('does not run a mutation by GET', async () => {
    const before = written;
    const response = await gateway.fetch(`/graphql?query=${encodeURIComponent('mutation { write }')}`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(written).toBe(before);
  });

  it('lets pages of the configured origins read answers, and no others', async () => {
    const allowed = await post(word, { origin: 'https://a.vn' });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://a.vn');
    expect(allowed.headers.get('vary')).toContain('origin');
    const other = await post(word, { origin: 'https://b.vn' });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('answers a preflight', async () => {
    const response = await gateway.fetch('/graphql', {
      method: 'OPTIONS',
      headers: { origin: 'https://a.vn', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
  });
});

describe('every answer', () => {
  it('tells a browser to run and load nothing', async () => {
    const { headers } = await post(word);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('carries the id of the request, which departments and log have too', async () => {
    const response = await post(JSON.stringify({ query: 'query Named { word }' }), {
      'x-request-id': 'mine-1',
    });
    expect(response.headers.get('x-request-id')).toBe('mine-1');
    expect(federation.calls.at(-1)?.headers['x-request-id']).toBe('mine-1');
    expect(gateway.logged).toContainEqual(
      expect.objectContaining({
        requestId: 'mine-1',
        operation: 'query Named',
        departments: ['words'],
        status: 200,
      }),
    );
  });

  it('gets an id of its own when the one that was sent could harm a log', async () => {
    const response = await post(word, { 'x-request-id': 'a b\tc' });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('comes within the deadline of the request', async () => {
    const flags = ['--engine', 'apollo', '--request-deadline-ms', '1500'];
    const whole = await startTestGateway(federation.supergraphSdl, { flags });
    const late = await whole.fetch('/graphql', {
      method: 'POST',
      headers: json,
      body: '{"query":"{ slow }"}',
    });
    await whole.close();
    expect(await errorOf(late)).toEqual({
      status: 504,
      code: 'REQUEST_TIMEOUT',
      message: 'The request took longer than 1500 ms.',
    });
  });

  it('holds what is known by then, when one department would take longer', async () => {
    // What is known is told at 95 % of the deadline: time enough on a busy machine, for a plan that is there already.
    const flags = ['--department-deadline-ms', '60000', '--request-deadline-ms', '5000'];
    const patient = await startTestGateway(federation.supergraphSdl, { flags });
    const query = '{ word slow: __typename late: slow }';
    slowMs = 0;
    expect((await patient.ask(query)).data).toMatchObject({ late: 'muộn' });
    slowMs = 60_000;
    const answer = await patient.ask(query);
    await patient.close();
    expect(answer.data).toMatchObject({ slow: 'Query', late: null });
    expect(answer.errors).toEqual([
      expect.objectContaining({ extensions: expect.objectContaining({ department: 'words' }) }),
    ]);
  });

  it('holds the plan for who asks for it, unless that is off', async () => {
    const explain = { 'x-lien-thong-explain': '1' };
    const explained = await gateway.ask('{ word }', { headers: explain });
    expect(explained.extensions).toHaveProperty('plan');
    const silent = await startTestGateway(federation.supergraphSdl, { env: { NODE_ENV: 'production' } });
    expect(await silent.ask('{ word }', { headers: explain })).toEqual({ data: { word: 'chữ' } });
    await silent.close();
  });

  it('says what there is instead of a path or a method that is not there', async () => {
    const nowhere = await gateway.fetch('/admin');
    expect(nowhere.status).toBe(404);
    expect(await nowhere.text()).toMatch(/^There is nothing here\. There are \/graphql, /);
    const wrong = await gateway.fetch('/health', { method: 'DELETE' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('GET, HEAD');
  });

  it('is refused to a client that does not speak HTTP', async () => {
    const { port } = new URL(gateway.origin);
    const socket = connect(Number(port), '127.0.0.1');
    socket.end('nonsense\r\n\r\n');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 400 Bad Request/);
  });
});
