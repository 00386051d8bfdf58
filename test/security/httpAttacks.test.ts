import { brotliCompressSync, deflateRawSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import WebSocket from 'ws';
import { federation2, startFederation, type TestAnswer, type TestFederation } from '../helpers/federation';
import { rawConnection, rawPost } from '../helpers/rawHttp';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

const megabyte = 1_048_576;
let federation: TestFederation;
let gateway: TestGateway;
let written = 0;
let release: () => void = () => {};

beforeAll(async () => {
  federation = await startFederation({
    words: {
      sdl: `${federation2}
        type Query { word(of: String): String, row: Row }
        type Row @key(fields: "id") { id: ID }
        type Mutation { write: Int }`,
      resolvers: {
        Query: { word: () => 'chữ', row: () => ({ id: '1' }) },
        Mutation: {
          write: () => {
            written += 1;
            return written;
          },
        },
      },
    },
    slow: {
      sdl: `${federation2} type Query { other: String } type Row @key(fields: "id") { id: ID, late: String }`,
      resolvers: {
        Row: {
          __resolveReference: (row: { id: string }) => row,
          late: () =>
            new Promise((resolve) => {
              release = () => resolve('x'.repeat(5_000));
            }),
        },
      } as never,
    },
  });
  gateway = await startTestGateway(federation.supergraphSdl, {
    flags: [
      '--root-field-limit',
      '100',
      '--cors-origins',
      'https://a.vn',
      '--header-limit-bytes',
      '8192',
      '--subscription-limit',
      '10',
    ],
  });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
});

const json = { 'content-type': 'application/json' };
const word = JSON.stringify({ query: '{ word }' });
const mutation = JSON.stringify({ query: 'mutation { write }' });
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  gateway.fetch('/graphql', { method: 'POST', headers: { ...json, ...headers }, body });
const outcome = async (response: Response) => {
  const { errors } = (await response.json()) as TestAnswer;
  return { status: response.status, code: errors?.[0]?.extensions?.code };
};
/** The statuses of all answers that came before the connection was closed. */
async function statusesOf(text: string): Promise<number[]> {
  const raw = await rawConnection(gateway.origin);
  raw.write(text);
  const received = await raw.closed(30_000);
  return [...received.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
}

describe('a packed body', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('that unpacks to a hundred times the limit by %s is refused', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(100 * megabyte, ' '));
    expect(bomb.length).toBeLessThan(megabyte);
    const before = process.memoryUsage().rss;
    const all = await Promise.all(
      Array.from({ length: 5 }, () => post(bomb, { 'content-encoding': encoding }).then(outcome)),
    );
    expect(all).toEqual(Array(5).fill({ status: 413, code: 'BAD_REQUEST' }));
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * megabyte);
  });

  it('that goes on for ever without anything coming out of it is refused', async () => {
    // An empty gzip member after another: no byte of content.
    const empty = gzipSync('');
    const endless = Buffer.concat(
      Array.from({ length: Math.ceil((3 * megabyte) / empty.length) }, () => empty),
    );
    const raw = await rawConnection(gateway.origin);
    raw.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n');
    raw.write('content-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n');
    raw.write(`${endless.length.toString(16)}\r\n`);
    raw.write(endless);
    expect(await raw.until(/HTTP\/1\.1 \d+ /)).toMatch(/^HTTP\/1\.1 413 /);
    raw.destroy();
  });

  it('that is packed twice, cut off or of another kind is refused', async () => {
    const twice = gzipSync(gzipSync(word));
    expect(await outcome(await post(twice, { 'content-encoding': 'gzip' }))).toMatchObject({ status: 400 });
    expect((await post(twice, { 'content-encoding': 'gzip, gzip' })).status).toBe(415);
    const cut = gzipSync(word).subarray(0, 20);
    expect(await outcome(await post(cut, { 'content-encoding': 'gzip' }))).toMatchObject({ status: 400 });
    const raw = deflateRawSync(word);
    expect(await outcome(await post(raw, { 'content-encoding': 'deflate' }))).toMatchObject({ status: 400 });
  });

  it('of unknown length is refused at the limit, with an answer', async () => {
    const raw = await rawConnection(gateway.origin);
    raw.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n');
    raw.write('transfer-encoding: chunked\r\n\r\n');
    const piece = `10000\r\n${' '.repeat(65_536)}\r\n`;
    for (let pieces = 0; pieces < 20; pieces += 1) raw.write(piece);
    expect(await raw.until(/BAD_REQUEST/)).toMatch(/^HTTP\/1\.1 413 /);
    raw.destroy();
  });
});

describe('a page of another site', () => {
  it.each([
    ['application/x-www-form-urlencoded', 'query=mutation{write}'],
    ['text/plain', mutation],
    ['text/plain; application/json', mutation],
    [
      'multipart/form-data; boundary=x',
      `--x\r\ncontent-disposition: form-data; name="query"\r\n\r\n${mutation}\r\n--x--`,
    ],
    ['', mutation],
  ])('cannot write by a form of the type "%s"', async (type, body) => {
    const before = written;
    const headers: Record<string, string> = {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    };
    const raw = await rawConnection(gateway.origin);
    raw.write(rawPost(body, { ...headers, 'content-type': type, connection: 'close' }));
    expect(await raw.closed()).toMatch(/^HTTP\/1\.1 4(00|15) /);
    expect(written).toBe(before);
  });

  it('cannot read answers, nor ask first with success, unless its origin is allowed', async () => {
    const ask = (origin: string) =>
      gateway.fetch('/graphql', {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
    expect((await ask('https://a.vn')).headers.get('access-control-allow-origin')).toBe('https://a.vn');
    for (const origin of [
      'https://evil.example',
      'https://a.vn.evil.example',
      'http://a.vn',
      'null',
      'https://A.vn',
    ]) {
      const { headers } = await ask(origin);
      expect([origin, headers.get('access-control-allow-origin')]).toEqual([origin, null]);
      expect(headers.get('access-control-allow-methods')).toBeNull();
      expect(headers.get('vary')).toBe('origin');
    }
    expect((await ask('https://a.vn')).headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('cannot open a WebSocket', async () => {
    const connect = (origin: string) =>
      new Promise<number | 'open'>((resolve) => {
        const socket = new WebSocket(
          `${gateway.origin.replace('http', 'ws')}/graphql`,
          'graphql-transport-ws',
          {
            origin,
          },
        );
        socket.once('unexpected-response', (request, response) => {
          resolve(response.statusCode ?? 0);
          request.destroy();
        });
        socket.once('open', () => {
          resolve('open');
          socket.close();
        });
        socket.on('error', () => undefined);
      });
    expect(await connect('https://evil.example')).toBe(403);
    expect(await connect('https://a.vn')).toBe('open');
  });

  it('cannot show the gateway in a frame, and nothing that it answers runs as a page', async () => {
    const { headers } = await post(word);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
  });
});

describe('a method', () => {
  it('GET runs no mutation', async () => {
    const before = written;
    const search = new URLSearchParams({ query: 'mutation { write }' });
    const response = await gateway.fetch(`/graphql?${search}`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    const several = new URLSearchParams({
      query: 'query Q { word } mutation M { write }',
      operationName: 'M',
    });
    expect((await gateway.fetch(`/graphql?${several}`)).status).toBe(405);
    const events = await gateway.fetch(`/graphql?${search}`, { headers: { accept: 'text/event-stream' } });
    expect([events.status, events.headers.get('allow')]).toEqual([405, 'POST']);
    expect(written).toBe(before);
  });

  it('that a client writes in another header does not count', async () => {
    const before = written;
    const search = new URLSearchParams({ query: 'mutation { write }' });
    const response = await gateway.fetch(`/graphql?${search}`, {
      headers: { 'x-http-method-override': 'POST' },
    });
    expect(response.status).toBe(405);
    expect(written).toBe(before);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'TRACE'])('%s is not known', async (method) => {
    const [status] = await statusesOf(`${method} /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect(status).toBe(405);
  });
});

describe('what is no plain request', () => {
  it('headers and lines that are too long are 431', async () => {
    const long = 'x'.repeat(10_000);
    expect(await statusesOf(`GET /health HTTP/1.1\r\nhost: x\r\nx-long: ${long}\r\n\r\n`)).toEqual([431]);
    expect(await statusesOf(`GET /health?${long} HTTP/1.1\r\nhost: x\r\n\r\n`)).toEqual([431]);
    const many = Array.from({ length: 3_000 }, (_, at) => `x-${at}: 1\r\n`).join('');
    expect(await statusesOf(`GET /health HTTP/1.1\r\nhost: x\r\n${many}\r\n`)).toEqual([431]);
  });

  it.each([
    [
      'two lengths',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 30\r\n\r\n{}x',
    ],
    [
      'a length beside chunks',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nG',
    ],
    ['a length that is no number', 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: +3\r\n\r\n{}x'],
    [
      'a chunk that is no number',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    ],
    [
      'an unknown transfer',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked, x\r\n\r\n0\r\n\r\n',
    ],
    ['a name with a space', 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length : 3\r\n\r\n{}x'],
    ['a folded header', 'GET /health HTTP/1.1\r\nhost: x\r\nx-a: 1\r\n transfer-encoding: chunked\r\n\r\n'],
    [
      'a line without its end',
      'GET /health HTTP/1.1\r\nhost: x\r\nx-a: 1\rtransfer-encoding: chunked\r\n\r\n',
    ],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n'],
    ['no version', 'GET /health\r\n\r\n'],
    ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ])('%s: 400, and the connection is closed', async (_what, text) => {
    expect(await statusesOf(text)).toEqual([400]);
  });

  it.each(['host', 'authorization', 'content-type', 'content-encoding'])('%s twice: 400', async (name) => {
    const twice = `${name}: x\r\n${name.toUpperCase()}: y\r\n`;
    const host = name === 'host' ? '' : 'host: x\r\n';
    expect(await statusesOf(`POST /graphql HTTP/1.1\r\n${host}${twice}content-length: 0\r\n\r\n`)).toEqual([
      400,
    ]);
  });

  it('a request that is hidden in the body of a refused one is not answered', async () => {
    const hidden = 'GET /health HTTP/1.1\r\nhost: x\r\n\r\n';
    const text = rawPost(`${' '.repeat(2 * megabyte)}${hidden}`);
    const statuses = await statusesOf(text).catch(() => [413]);
    expect(statuses).toEqual([413]);
  });

  it('requests that are sent without waiting are bounded on one connection', async () => {
    const raw = await rawConnection(gateway.origin);
    const ask = rawPost(JSON.stringify({ query: '{ row { late } }' }));
    raw.write(ask.repeat(30));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(raw.socket.destroyed).toBe(false);
    raw.write(ask.repeat(30));
    await raw.closed();
    release();
  });

  it('paths that try to leave their folder find nothing', async () => {
    for (const path of [
      '/../package.json',
      '/..%2f..%2fetc/passwd',
      '//etc/passwd',
      '/explorer/frozen/../../x',
    ]) {
      const [status] = await statusesOf(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      expect([path, status]).toEqual([path, 404]);
    }
  });

  it('a body in another charset or as another type is refused', async () => {
    expect((await post(word, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
    for (const type of [
      'application/json; charset=utf-16',
      'application/jsonp',
      'application/graphql',
      'json',
    ]) {
      const { status } = await post(word, { 'content-type': type });
      expect([type, status >= 400 && status < 500]).toEqual([type, true]);
    }
  });

  it('leaves the gateway as it was', async () => {
    expect(await (await post(word)).json()).toEqual({ data: { word: 'chữ' } });
    const loud = gateway.logged.filter(({ level }) => Number(level) >= 50);
    expect(loud).toEqual([]);
  });
});

describe('an answer in parts', () => {
  it('comes part by part, whatever encodings the client takes', async () => {
    const raw = await rawConnection(gateway.origin);
    const headers = { accept: 'multipart/mixed; deferSpec=20220824', 'accept-encoding': 'gzip, br' };
    raw.write(rawPost(JSON.stringify({ query: '{ word row { ... @defer { late } } }' }), headers));
    const first = await raw.until(/"word":"chữ"/);
    expect(first).not.toMatch(/content-encoding/i);
    expect(first).not.toContain('late');
    release();
    await raw.until(/"late":"x{5000}"/);
    raw.destroy();
  });

  it('comes as events at once, whatever encodings the client takes', async () => {
    const raw = await rawConnection(gateway.origin);
    const headers = { accept: 'text/event-stream', 'accept-encoding': 'gzip, br' };
    raw.write(rawPost(word, headers));
    expect(await raw.until(/event: complete/)).not.toMatch(/content-encoding/i);
    raw.destroy();
  });

  it('in one piece is packed as the client takes it', async () => {
    const raw = await rawConnection(gateway.origin);
    raw.socket.setEncoding('latin1');
    const query = JSON.stringify({
      query: `{ ${Array.from({ length: 80 }, (_, at) => `word${at}: word`).join(' ')} }`,
    });
    raw.write(rawPost(query, { 'accept-encoding': 'gzip', connection: 'close' }));
    const text = await raw.closed();
    expect(text).toMatch(/content-encoding: gzip/i);
    const body = Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1');
    expect(JSON.parse(gunzipSync(body).toString()).data.word79).toBe('chữ');
  });
});
