import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { SubgraphRequest } from '../../../gateway/src/execute/SubgraphClient';
import { DepartmentLink } from '../../../gateway/src/resilience/DepartmentLink';
import { standardPolicy } from '../../../gateway/src/resilience/DepartmentPolicy';

/** A server that answers as the test says, byte by byte. */
async function serve(answer: (socket: Socket, request: string, count: number) => void) {
  const sockets = new Set<Socket>();
  let count = 0;
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      text += bytes.toString('utf8');
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/.exec(text)?.[1] ?? 0);
      if (end === -1 || Buffer.byteLength(text.slice(end + 4)) < length) return;
      const request = text;
      text = '';
      answer(socket, request, count++);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql?x=1`;
  return {
    url,
    connections: () => sockets.size,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const ok = (body: string, more = ''): string =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`;
const request = (more: Partial<SubgraphRequest> = {}): SubgraphRequest => ({
  body: '{"query":"{a}"}',
  headers: {},
  repeatable: true,
  ...more,
});

/** The way to a department that is asked once: what is sent again is told of elsewhere. */
function linkTo(
  url: string,
  { connections = 4, maxBytes = 1_000_000, timeoutMs = 5_000 }: LinkLimits = {},
): DepartmentLink {
  const policy = {
    ...standardPolicy,
    deadlineMs: timeoutMs,
    answerLimitBytes: maxBytes,
    retries: { ...standardPolicy.retries, most: 0 },
    bulkhead: { ...standardPolicy.bulkhead, inFlight: connections },
  };
  return new DepartmentLink({ department: 'one', url, policy });
}

interface LinkLimits {
  readonly connections?: number;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
}

/** Serves, asks, and closes. */
async function withServer<T>(
  answer: Parameters<typeof serve>[0],
  ask: (client: DepartmentLink, server: Awaited<ReturnType<typeof serve>>) => Promise<T>,
  limits: LinkLimits = {},
): Promise<T> {
  const server = await serve(answer);
  const client = linkTo(server.url, limits);
  try {
    return await ask(client, server);
  } finally {
    await client.close();
    server.close();
  }
}

test('posts a request that any server understands', async () => {
  let seen = '';
  const body = '{"query":"{ tên }"}';
  const answer = await withServer(
    (socket, text) => {
      seen = text;
      socket.write(ok('{"data":"Đà Nẵng"}'));
    },
    (client) =>
      client.post(
        request({
          body,
          headers: { 'x-a': '1', 'x-bad': 'a\r\nx-evil: 1', 'Content-Length': '3', 'x b': '2' },
        }),
      ),
  );
  expect(answer).toEqual({ text: '{"data":"Đà Nẵng"}' });
  expect(seen.split('\r\n').slice(0, -2)).toEqual([
    'POST /graphql?x=1 HTTP/1.1',
    expect.stringMatching(/^host: 127\.0\.0\.1:\d+$/),
    'connection: keep-alive',
    'content-type: application/json',
    'accept: application/graphql-response+json, application/json;q=0.9',
    'x-a: 1',
    `content-length: ${Buffer.byteLength(body)}`,
  ]);
});

test.each([
  ['in one piece with a length', ['HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nabcd']],
  ['byte by byte', [...'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nabcd']],
  ['in chunks', ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n3;x=y\r\nbcd\r\n0\r\n\r\n']],
  [
    'in chunks, byte by byte, with a trailer',
    [...'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n0\r\nx-t: 1\r\n\r\n'],
  ],
  ['after a 100', ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nabcd']],
])('reads an answer %s, and keeps the socket', async (_name, pieces) => {
  await withServer(
    (socket) => {
      for (const piece of pieces) socket.write(piece);
    },
    async (client, server) => {
      for (let count = 0; count < 3; count++) expect(await client.post(request())).toEqual({ text: 'abcd' });
      expect(server.connections()).toBe(1);
    },
  );
});

test.each([
  ['by closing', 'HTTP/1.1 200 OK\r\n\r\nabcd'],
  ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 4\r\n\r\nabcd'],
  ['with connection: close', ok('abcd', 'Connection: close\r\n')],
])('reads an answer that ends %s, and takes another socket next', async (_name, text) => {
  await withServer(
    (socket) => socket.end(text),
    async (client, server) => {
      for (let count = 0; count < 2; count++) expect(await client.post(request())).toEqual({ text: 'abcd' });
      expect(server.connections()).toBe(2);
    },
  );
});

test('shares a few sockets among many requests', async () => {
  await withServer(
    (socket, _text, count) => setTimeout(() => socket.write(ok(String(count))), 5),
    async (client, server) => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => client.post(request())));
      expect(new Set(answers.map((answer) => ('text' in answer ? answer.text : 'failed'))).size).toBe(20);
      expect(server.connections()).toBe(3);
    },
    { connections: 3 },
  );
});

test('repeats a read whose kept socket turns out to be closed, and never anything else', async () => {
  // The first request of a socket is answered; the second finds it closed.
  const flaky = () => {
    const used = new WeakSet<Socket>();
    return (socket: Socket) => {
      if (used.has(socket)) {
        socket.destroy();
        return;
      }
      used.add(socket);
      socket.write(ok('{}'));
    };
  };
  await withServer(flaky(), async (client, server) => {
    expect(await client.post(request())).toEqual({ text: '{}' });
    expect(await client.post(request())).toEqual({ text: '{}' });
    expect(server.connections()).toBe(2);
  });
  await withServer(flaky(), async (client) => {
    expect(await client.post(request({ repeatable: false }))).toEqual({ text: '{}' });
    // A mutation has a socket of its own, which nothing was sent on before.
    expect(await client.post(request({ repeatable: false }))).toEqual({ text: '{}' });
  });
  let count = 0;
  await withServer(
    (socket) => {
      count++;
      socket.destroy();
    },
    async (client) =>
      expect(await client.post(request({ repeatable: false }))).toMatchObject({ reason: 'unreachable' }),
  );
  expect(count).toBe(1);
  await withServer(
    (socket) => socket.destroy(),
    async (client) => expect(await client.post(request())).toMatchObject({ reason: 'unreachable' }),
  );
});

test.each([
  [
    'a status',
    'HTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nbusy',
    { reason: 'status', text: 'busy', detail: 'HTTP 503: busy' },
  ],
  [
    'no HTTP',
    'SSH-2.0-OpenSSH_9\r\n\r\n',
    { reason: 'unreachable', detail: expect.stringContaining('Not an HTTP/1.1 response') },
  ],
  ['a broken length', 'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\nabcd', { reason: 'unreachable' }],
  [
    'a broken chunk',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    { reason: 'unreachable' },
  ],
  ['too much', ok('x'.repeat(2_000)), { reason: 'too-large' }],
  ['half of it', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabcd', { reason: 'unreachable' }],
])('says what is wrong with %s', async (_name, text, expected) => {
  const answer = await withServer(
    (socket) => socket.end(text),
    (client) => client.post(request()),
    { maxBytes: 1_000 },
  );
  expect(answer).toMatchObject(expected);
});

test('gives up in time, and when the client leaves; the socket is not used again', async () => {
  await withServer(
    (socket, text) => void (text.includes('{late}') && socket.write(ok('late'))),
    async (client, server) => {
      expect(await client.post(request({ timeoutMs: 20 }))).toEqual({
        reason: 'timeout',
        detail: 'No answer within 20 ms.',
      });
      const leaving = new AbortController();
      const asked = client.post(request({ signal: leaving.signal }));
      leaving.abort();
      expect(await asked).toMatchObject({ reason: 'aborted' });
      expect(await client.post(request({ signal: leaving.signal }))).toMatchObject({ reason: 'aborted' });
      expect(await client.post(request({ body: '{late}' }))).toEqual({ text: 'late' });
      expect(server.connections()).toBeGreaterThan(1);
    },
  );
});

test('a department that is not there is unreachable', async () => {
  const client = linkTo('http://127.0.0.1:1/');
  expect(await client.post(request())).toMatchObject({
    reason: 'unreachable',
    detail: expect.stringContaining('ECONNREFUSED'),
  });
  await client.close();
});
