import { createServer } from 'node:http';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { SlowReaders } from '../../gateway/src/traffic/SlowReaders';
import { federation2, startFederation, type TestFederation } from '../helpers/federation';
import { rawConnection, rawPost } from '../helpers/rawHttp';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

const megabyte = 1_048_576;
/** More than the buffers of the system hold between two sockets. */
const longestBytes = 48 * megabyte;
let federation: TestFederation;
let gateway: TestGateway;

beforeAll(async () => {
  federation = await startFederation({
    words: {
      sdl: `${federation2} type Query { word: String, long: String, longest: String }`,
      resolvers: {
        Query: {
          word: () => 'chữ',
          long: () => 'x'.repeat(megabyte),
          longest: () => 'x'.repeat(longestBytes),
        },
      },
    },
  });
  gateway = await startTestGateway(federation.supergraphSdl, {
    flags: [
      ...['--headers-deadline-ms', '400', '--receive-deadline-ms', '800', '--send-deadline-ms', '500'],
      ...['--idle-connection-ms', '500', '--connection-limit', '40'],
      // The longest answer takes its time on a busy machine.
      ...['--department-deadline-ms', '60000', '--request-deadline-ms', '90000'],
    ],
  });
});
afterAll(async () => {
  await gateway.close();
  await federation.close();
});

const word = JSON.stringify({ query: '{ word }' });
async function eventually(holds: () => boolean): Promise<void> {
  const until = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > until) throw new Error('It does not come to hold.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Writes a letter now and then, until the connection ends. */
async function drip(raw: Awaited<ReturnType<typeof rawConnection>>, letters: string): Promise<string> {
  let at = 0;
  const timer = setInterval(() => {
    raw.write(letters[at % letters.length] ?? 'x');
    at += 1;
  }, 50);
  try {
    return await raw.closed();
  } finally {
    clearInterval(timer);
  }
}

describe('a client that is slow to ask', () => {
  it('is cut off when it sends its headers letter by letter', async () => {
    const raw = await rawConnection(gateway.origin);
    raw.write('POST /graphql HTTP/1.1\r\nhost: gateway\r\n');
    expect(await drip(raw, 'x-slow: loris\r\n')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is cut off when it sends nothing at all', async () => {
    const raw = await rawConnection(gateway.origin);
    expect(await raw.closed()).toMatch(/^(HTTP\/1\.1 408 [^\n]*\r\n[\s\S]*)?$/);
  });

  it('is cut off when it sends its body letter by letter, and nobody logs it as a failure of ours', async () => {
    const raw = await rawConnection(gateway.origin);
    raw.write(rawPost('{', { 'content-length': '5000' }));
    expect(await drip(raw, ' ')).toMatch(/^HTTP\/1\.1 408 /);
    expect(gateway.logged.filter(({ msg }) => msg === 'a request failed unexpectedly')).toEqual([]);
  });

  it('does not hold up the others, however many of its kind there are', async () => {
    const slow = await Promise.all(Array.from({ length: 30 }, () => rawConnection(gateway.origin)));
    for (const raw of slow) raw.write(rawPost('{', { 'content-length': '5000' }));
    const response = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: word,
    });
    expect(await response.json()).toEqual({ data: { word: 'chữ' } });
    await Promise.all(slow.map((raw) => raw.closed()));
  });

  it('keeps its connection for a while only when it has nothing to ask', async () => {
    const raw = await rawConnection(gateway.origin);
    raw.write(rawPost(word));
    await raw.until(/"chữ"/);
    await raw.closed();
  });
});

describe('connections beyond the limit', () => {
  it('are closed at once, and taken again when others have ended', async () => {
    const many = await Promise.all(Array.from({ length: 60 }, () => rawConnection(gateway.origin)));
    const closedAtOnce = many.slice(40).map((raw) => raw.closed());
    await Promise.race(closedAtOnce);
    for (const raw of many) raw.destroy();
    // The gateway has to hear first that they have ended.
    const isTaken = async () => {
      const raw = await rawConnection(gateway.origin);
      raw.write(rawPost(word));
      const answer = await raw.until(/"chữ"/).catch(() => null);
      raw.destroy();
      return answer !== null;
    };
    while (!(await isTaken())) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

describe('a client that is slow to read', () => {
  it('is cut off when it does not read its answer', async () => {
    const raw = await rawConnection(gateway.origin);
    raw.socket.pause();
    gateway.logged.length = 0;
    raw.write(rawPost(JSON.stringify({ query: '{ longest }' })));
    await eventually(() => gateway.logged.some(({ msg }) => String(msg).includes('client gone')));
    raw.socket.resume();
    expect((await raw.closed()).length).toBeLessThan(longestBytes);
  });

  it('gets the whole of a long answer when it reads', async () => {
    const response = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ long }' }),
    });
    expect((await response.text()).length).toBeGreaterThan(megabyte);
  });

  it('is cut off on a WebSocket when it does not even answer whether it is there', async () => {
    let socket: WebSocket | undefined;
    class Deaf extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, { autoPong: false });
        socket = this;
      }
    }
    const client = createClient({
      url: `${gateway.origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: Deaf,
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => undefined,
    });
    await new Promise<void>((resolve) => client.on('connected', () => resolve()));
    const closed = new Promise<number>((resolve) => socket?.once('close', resolve));
    expect(await closed).toBe(1006);
    await client.dispose();
  });
});

describe('all slow readers together', () => {
  it('hold so much memory at most: the ones that were slow first are cut off', async () => {
    let answered = 0;
    const readers = new SlowReaders({ sendDeadlineMs: 60_000, unsentLimitBytes: 12 * megabyte });
    const server = createServer((_request, response) => {
      response.on('error', () => undefined);
      response.end('x'.repeat(8 * megabyte));
      readers.watch(response);
      answered += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const open = async () => {
      const before = answered;
      const raw = await rawConnection(`http://127.0.0.1:${port}`);
      raw.socket.pause();
      raw.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      while (answered === before) await new Promise((resolve) => setTimeout(resolve, 10));
      return raw;
    };
    const first = await open();
    await open();
    await open();
    first.socket.resume();
    expect((await first.closed()).length).toBeLessThan(8 * megabyte);
    expect(readers.size).toBeLessThanOrEqual(2);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
