import { type AddressInfo, createServer, type Socket } from 'node:net';
import { DepartmentLink } from '../../../gateway/src/resilience/DepartmentLink';
import { bodyOf, ok, status } from './rawServer';
import { type PolicyChanges, policyWith, read, until, withLink, write } from './withLink';

/** Nothing is sent again here: what one attempt comes to is the matter. */
const once: PolicyChanges = { retries: { most: 0 }, breaker: null };

/** What one read comes to. */
const answerTo = (answer: (socket: Socket, count: number) => void, more: PolicyChanges = {}) =>
  withLink(
    (socket, _request, count) => answer(socket, count),
    ({ link }) => link.post(read()),
    { policy: { ...once, ...more } },
  );

describe('what comes over the wire', () => {
  test.each([
    ['a head without an end', `HTTP/1.1 200 OK\r\n${'x-pad: 1\r\n'.repeat(20_000)}`],
    ['a head of one long line', `HTTP/1.1 200 OK\r\nx-pad: ${'x'.repeat(200_000)}\r\n\r\n{}`],
    ['early hints without end', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(1_000)],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 30\r\n\r\n{}'],
    [
      'a chunk longer than it says',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}{}\r\n0\r\n\r\n',
    ],
    ['a chunk size that is none', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n{}\r\n'],
    ['bytes of something else', Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, 13, 10, 13, 10])],
    ['nothing but an end', ''],
  ])('is refused as %s, and the socket with it', async (_name, text) => {
    const answer = await answerTo((socket) => socket.end(text));
    expect(answer).toMatchObject({ reason: 'unreachable' });
  });

  test('is read after a few early hints', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(3);
    expect(await answerTo((socket) => void socket.write(hints + ok('{"data":{}}')))).toEqual({
      text: '{"data":{}}',
    });
  });

  test.each([
    ['a length', ok('{"data":{}}')],
    ['chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nb\r\n{"data":{}}\r\n0\r\n\r\n'],
  ])("behind an answer with %s is nobody else's answer", async (_name, whole) => {
    await withLink(
      (socket, request) => {
        if (bodyOf(request).includes('first')) socket.write(`${whole}HTTP/1.1 200 OK\r\ncontent-le`);
        else socket.write(ok('{"data":"mine"}'));
      },
      async ({ link, server }) => {
        expect(await link.post(read({ body: 'first' }))).toEqual({ text: '{"data":{}}' });
        expect(await link.post(read({ body: 'second' }))).toEqual({ text: '{"data":"mine"}' });
        expect(server.connections()).toBe(2);
      },
      { policy: once },
    );
  });

  test('with both a length and chunks is read as chunks, and ends the connection', async () => {
    const text =
      'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n';
    await withLink(
      (socket) => void socket.write(text),
      async ({ link, server }) => {
        expect(await link.post(read())).toEqual({ text: '{}' });
        expect(await link.post(read())).toEqual({ text: '{}' });
        expect(server.connections()).toBe(2);
      },
      { policy: once },
    );
  });

  test('in single bytes is an answer as any other', async () => {
    const body = JSON.stringify({ data: 'ữ'.repeat(3_000) });
    const chunks = [...Buffer.from(body)].map((byte) =>
      Buffer.concat([crlf('1'), Buffer.from([byte]), crlf('')]),
    );
    const whole = Buffer.concat([
      crlf('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n'),
      ...chunks,
      crlf('0\r\n'),
    ]);
    expect(await answerTo((socket) => void socket.write(whole))).toEqual({ text: body });
  });

  test('beyond the limit is refused as soon as it is beyond, however it comes', async () => {
    let sent = 0;
    const answer = await answerTo(
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
        const more = (): void => {
          if (socket.destroyed) return;
          sent += 1_000;
          socket.write(`3e8\r\n${'x'.repeat(1_000)}\r\n`);
          setImmediate(more);
        };
        more();
      },
      { answerLimitBytes: 10_000 },
    );
    expect(answer).toMatchObject({ reason: 'too-large' });
    expect(sent).toBeLessThan(10_000_000);
  });

  test('drop by drop costs the deadline and no more', async () => {
    let drops = 0;
    const answer = await answerTo(
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
        const dripping = setInterval(() => {
          drops++;
          socket.write('x');
        }, 10);
        socket.on('close', () => clearInterval(dripping));
      },
      { deadlineMs: 150 },
    );
    expect(answer).toMatchObject({ reason: 'timeout' });
    // All of them would have taken hours.
    expect(drops).toBeLessThan(10_000);
  });

  test('before the request has left is an answer, and the socket is not used again', async () => {
    const ended = new AbortController();
    // So large that it cannot have left when its first bytes have come.
    const body = `{"query":"{a}","variables":{"x":"${'x'.repeat(20_000_000)}"}}`;
    const server = createServer((socket) => {
      socket.on('error', () => {});
      ended.signal.addEventListener('abort', () => socket.destroy());
      socket.once('data', () => {
        socket.pause();
        socket.write(status(413, '{"errors":[{"message":"too much"}]}'));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    const link = new DepartmentLink({ department: 'finance', url, policy: policyWith(once) });
    expect(await link.post(write({ body }))).toMatchObject({ reason: 'status', status: 413 });
    expect(link.standing().sockets).toEqual({ open: 0, idle: 0 });
    await link.close();
    ended.abort();
    await new Promise((resolve) => server.close(resolve));
  });

  test('leaves nothing behind when the client has left', async () => {
    await withLink(
      () => {},
      async ({ link, server }) => {
        const leaving = new AbortController();
        const asked = link.post(read({ signal: leaving.signal }));
        await until(() => server.requests.length === 1);
        leaving.abort();
        expect(await asked).toMatchObject({ reason: 'aborted' });
        await until(() => server.open.size === 0);
        expect(link.standing()).toMatchObject({ inFlight: 0, sockets: { open: 0 } });
      },
      { policy: once },
    );
  });
});

function crlf(text: string): Buffer {
  return Buffer.from(`${text}\r\n`);
}
