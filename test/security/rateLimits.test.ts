import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys } from '@lien-thong/gateway';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { createToken } from '../../gateway/src/token/createToken';
import { BoundedMemoryLimiter } from '../../gateway/src/traffic/BoundedMemoryLimiter';
import { type FakeRedis, startFakeRedis } from '../helpers/fakeRedis';
import { federation2, startFederation, type TestAnswer, type TestFederation } from '../helpers/federation';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

let federation: TestFederation;
let keys: string;
const open: TestGateway[] = [];

beforeAll(async () => {
  federation = await startFederation({
    words: {
      sdl: `${federation2} type Query { word: String, dear: [String] @listSize(assumedSize: 40) @cost(weight: 3) }`.replace(
        '"@composeDirective"',
        '"@composeDirective","@cost","@listSize"',
      ),
      resolvers: { Query: { word: () => 'chữ', dear: () => ['đắt'] } },
    },
  });
  keys = await mkdtemp(join(tmpdir(), 'keys-'));
  await createKeys(keys);
});
const closeGateways = async () => {
  for (const gateway of open.splice(0)) await gateway.close();
};
afterEach(closeGateways);
afterAll(async () => {
  await federation.close();
  await rm(keys, { recursive: true });
});

/** Tests ask from this machine, which is exempt unless told otherwise. One point for each operation. */
async function start(...flags: string[]): Promise<TestGateway> {
  const standard = ['--keys', keys];
  if (!flags.includes('--demand-control')) standard.push('--demand-control', 'off');
  // Long enough that no window ends while a slow machine counts.
  if (!flags.includes('--rate-limit-window-seconds')) standard.push('--rate-limit-window-seconds', '60');
  if (!flags.includes('--rate-limit-exempt')) standard.push('--rate-limit-exempt=');
  const gateway = await startTestGateway(federation.supergraphSdl, { flags: [...standard, ...flags] });
  open.push(gateway);
  return gateway;
}

interface Outcome {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly answer: TestAnswer;
}

/** Asks as a client at that address of this machine. */
function askFrom(
  gateway: TestGateway,
  { query = '{ word }', address = '127.0.0.1', headers = {} as Record<string, string> } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${gateway.origin}/graphql`,
      {
        method: 'POST',
        localAddress: address,
        agent: false,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            answer: JSON.parse(text) as TestAnswer,
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify({ query }));
  });
}

const tokenOf = (subject: string) =>
  createToken({
    env: {},
    flags: ['--keys', keys, '--department', 'finance', '--role', 'officer', '--subject', subject],
  });

async function statuses(times: number, ask: () => Promise<Outcome>): Promise<number[]> {
  const found: number[] = [];
  for (let at = 0; at < times; at += 1) found.push((await ask()).status);
  return found;
}

describe('the budget of an address', () => {
  it('is told with every answer, and 429 says when to come back once it is used up', async () => {
    const gateway = await start('--rate-limit-address', '2');
    const first = await askFrom(gateway);
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"address";q=2;w=60',
      ratelimit: expect.stringMatching(/^"address";r=1;t=(60|5\d)$/),
    });
    await askFrom(gateway);
    const { status, headers, answer } = await askFrom(gateway);
    expect(status).toBe(429);
    expect(answer.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/^The budget of 2 points in 60 s is used up\. Ask again in \d+ s\.$/),
      extensions: { code: 'RATE_LIMITED', budget: 'address', limit: 2, remaining: 0 },
    });
    expect(answer.data).toBeUndefined();
    expect(Number(headers['retry-after'])).toBe(answer.errors?.[0]?.extensions?.reset);
    expect(headers.ratelimit).toBe(`"address";r=0;t=${headers['retry-after']}`);
  });

  it('is refused without reading the body once it is known to be used up', async () => {
    const gateway = await start('--rate-limit-address', '1');
    expect(await statuses(2, () => askFrom(gateway))).toEqual([200, 429]);
    const before = federation.calls.length;
    // Not even GraphQL: nobody looks.
    const { status, answer } = await askFrom(gateway, { query: '{{{{' });
    expect([status, answer.errors?.[0]?.extensions?.code]).toEqual([429, 'RATE_LIMITED']);
    expect(federation.calls.length).toBe(before);
  });

  it('is its own: another address is not touched', async () => {
    const gateway = await start('--rate-limit-address', '1');
    expect(await statuses(2, () => askFrom(gateway, { address: '127.0.0.2' }))).toEqual([200, 429]);
    expect(await statuses(2, () => askFrom(gateway, { address: '127.0.0.3' }))).toEqual([200, 429]);
  });

  it('cannot be escaped by writing another address, unless a trusted proxy writes it', async () => {
    const lying = await start('--rate-limit-address', '1');
    const ask = (gateway: TestGateway, at: number) =>
      askFrom(gateway, { headers: { 'x-forwarded-for': `198.51.100.${at}` } });
    expect([(await ask(lying, 1)).status, (await ask(lying, 2)).status]).toEqual([200, 429]);
    const proxied = await start('--rate-limit-address', '1', '--trusted-proxies', '127.0.0.0/8');
    expect([(await ask(proxied, 1)).status, (await ask(proxied, 2)).status]).toEqual([200, 200]);
    expect((await ask(proxied, 1)).status).toBe(429);
    // What the client wrote itself stands further left.
    const forged = await askFrom(proxied, { headers: { 'x-forwarded-for': '203.0.113.9, 198.51.100.2' } });
    expect(forged.status).toBe(429);
  });

  it('is one for all addresses of a subscriber of IPv6', async () => {
    const gateway = await start('--rate-limit-address', '1', '--trusted-proxies', '127.0.0.1');
    const ask = (address: string) => askFrom(gateway, { headers: { 'x-forwarded-for': address } });
    expect((await ask('2001:db8:1:2::1')).status).toBe(200);
    expect((await ask('2001:db8:1:2:ffff::9')).status).toBe(429);
    expect((await ask('2001:db8:1:3::1')).status).toBe(200);
  });

  it('pays for what is not valid, and for tokens that are not', async () => {
    const gateway = await start('--rate-limit-address', '2');
    expect(await statuses(3, () => askFrom(gateway, { query: '{ nothing }' }))).toEqual([400, 400, 429]);
    const guessing = await start('--rate-limit-address', '2');
    const headers = { authorization: 'Bearer guessed' };
    expect(await statuses(2, () => askFrom(guessing, { headers }))).toEqual([401, 401]);
    expect(await statuses(2, () => askFrom(guessing))).toEqual([429, 429]);
  });

  it('pays by what an operation is estimated to cost', async () => {
    const gateway = await start('--rate-limit-address', '1000', '--demand-control', 'enforce');
    const { status, headers } = await askFrom(gateway, { query: '{ dear }' });
    expect(status).toBe(200);
    // Forty items of three points each, and the field itself.
    const left = Number(/r=(\d+);/.exec(String(headers.ratelimit))?.[1]);
    expect(left).toBeGreaterThan(800);
    expect(left).toBeLessThanOrEqual(880);
  });

  it('pays for each operation of a batch, of events and of a WebSocket', async () => {
    const gateway = await start('--rate-limit-address', '5', '--batch-limit', '5');
    const batch = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ word }' }, { query: '{ word }' }]),
    });
    expect(batch.status).toBe(200);
    const events = await gateway.fetch(`/graphql?query=${encodeURIComponent('{ word }')}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(await events.text()).toContain('chữ');
    const client = createClient({
      url: `${gateway.origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const overSocket = async () => (await client.iterate({ query: '{ word }' }).next()).value;
    expect(await overSocket()).toEqual({ data: { word: 'chữ' } });
    expect(await overSocket()).toEqual({ data: { word: 'chữ' } });
    expect(await overSocket()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect(JSON.stringify(await overSocket())).not.toContain('http');
    await client.dispose();
    const late = await gateway.fetch(`/graphql?query=${encodeURIComponent('{ word }')}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(late.status).toBe(429);
  });

  it('does not exist where it is switched off, and for exempt addresses', async () => {
    for (const flags of [
      ['--rate-limit-address', '0'],
      ['--rate-limit-address', '1', '--rate-limit-exempt', '127.0.0.1'],
    ]) {
      const gateway = await start(...flags);
      expect(await statuses(3, () => askFrom(gateway))).toEqual([200, 200, 200]);
      expect((await askFrom(gateway)).headers.ratelimit).toBeUndefined();
    }
  });
});

describe('the budget of a caller', () => {
  it('is separate from that of the address, and from those of other callers', async () => {
    const gateway = await start('--rate-limit-address', '1', '--rate-limit-caller', '2');
    expect(await statuses(2, () => askFrom(gateway))).toEqual([200, 429]);
    const [an, binh] = await Promise.all([tokenOf('an'), tokenOf('binh')]);
    const ask = (token: string) => () => askFrom(gateway, { headers: { authorization: `Bearer ${token}` } });
    expect(await statuses(3, ask(an))).toEqual([200, 200, 429]);
    const { headers } = await ask(binh)();
    expect(headers['ratelimit-policy']).toBe('"caller";q=2;w=60');
  });
});

describe('budgets in memory', () => {
  it('are bounded however many keys come', async () => {
    const limiter = new BoundedMemoryLimiter({ points: 1, duration: 60, keyLimit: 100 });
    for (let at = 0; at < 1_000; at += 1) await limiter.consume(`address ${at}`);
    expect(limiter.size).toBe(100);
    expect(limiter.dump().storage).toHaveLength(100);
    await expect(limiter.consume('address 999')).rejects.toMatchObject({ consumedPoints: 2 });
    await expect(limiter.consume('address 0')).resolves.toMatchObject({ consumedPoints: 1 });
  });
});

describe('budgets in a Redis', () => {
  let redis: FakeRedis;
  beforeEach(async () => {
    redis = await startFakeRedis();
  });
  afterEach(async () => {
    await closeGateways();
    await redis.stop();
  });

  const sharing = () => start('--rate-limit-address', '2', '--rate-limit-redis-url', redis.url);
  const connected = async (gateway: TestGateway) => {
    while (!gateway.logged.some(({ msg }) => msg === 'rate limits are counted in the shared store')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('are shared by several gateways', async () => {
    const [one, other] = [await sharing(), await sharing()];
    await Promise.all([connected(one), connected(other)]);
    expect((await askFrom(one)).status).toBe(200);
    expect((await askFrom(other)).status).toBe(200);
    expect((await askFrom(one)).status).toBe(429);
    expect([...redis.counts.values()]).toEqual([3]);
  });

  it('are counted by each process alone while it is away, and shared again afterwards', async () => {
    const gateway = await sharing();
    await connected(gateway);
    await redis.stop();
    expect(await statuses(3, () => askFrom(gateway))).toEqual([200, 200, 429]);
    expect(gateway.logged).toContainEqual(
      expect.objectContaining({
        msg: 'the store of rate limits does not answer: this process counts for itself',
      }),
    );
    await redis.start();
    for (let at = 1; redis.counts.size === 0; at += 1) {
      await askFrom(gateway, { address: `127.0.${1 + (at >> 8)}.${at & 255}` });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(at).toBeLessThan(1_000);
    }
  });
});
