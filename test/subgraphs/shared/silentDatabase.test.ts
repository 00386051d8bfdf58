import { connect, createServer, type Socket } from 'node:net';
import { definition } from '@lien-thong/ict';
import { type RunningSubgraph, startSubgraph } from '@lien-thong/subgraph-kit';
import pino from 'pino';
import { startTestMongo, type TestMongo } from '../../helpers/startTestMongo';

/** What the gateway gives a department by default, milliseconds. */
const gatewayWaitsMs = 5_000;

/** A line to the database on which everything can be swallowed, in both directions, without being cut. */
async function startLine(port: number) {
  const open = new Set<Socket>();
  let isSilent = false;
  const server = createServer((client) => {
    const database = connect(port, '127.0.0.1');
    const pairs: Array<[Socket, Socket]> = [
      [client, database],
      [database, client],
    ];
    for (const [from, to] of pairs) {
      open.add(from);
      from.on('data', (data) => isSilent || to.write(data));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    silence: (silent: boolean) => {
      isSilent = silent;
    },
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

let mongo: TestMongo;
let line: Awaited<ReturnType<typeof startLine>>;
let running: RunningSubgraph;
beforeAll(async () => {
  mongo = await startTestMongo('ict');
  const uri = new URL(mongo.uri);
  line = await startLine(Number(uri.port));
  uri.host = `127.0.0.1:${line.port}`;
  running = await startSubgraph(definition, {
    port: 0,
    host: '127.0.0.1',
    databaseUri: uri.href,
    log: pino({ level: 'silent' }),
  });
});
afterAll(async () => {
  line.silence(false);
  await running.stop();
  line.close();
  await mongo.stop();
});

async function ask(url = running.url) {
  const startedAt = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ services { totalCount } }' }),
  });
  const answer = (await response.json()) as {
    data?: unknown;
    errors?: Array<{ extensions: { code: string } }>;
  };
  return { ...answer, ms: performance.now() - startedAt };
}

describe('a department whose database has fallen silent', () => {
  test('says so itself in a coded error, however many ask, and answers again as soon as the database does', async () => {
    // Its database may be reached a moment after it listens itself.
    let first = await ask();
    while (first.errors) first = await ask();
    expect(first).toMatchObject({ data: { services: { totalCount: 0 } } });
    line.silence(true);
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask()));
    for (const { errors } of answers) expect(errors?.[0]?.extensions.code).toBe('DATABASE_UNAVAILABLE');
    // More ask than there are connections, so that many wait for one. A quiet machine keeps what the gateway gives; a busy
    // one has as much again, and again: the driver by itself would wait for half a minute, and for each connection anew.
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(gatewayWaitsMs * 4);
    line.silence(false);
    const healedAt = performance.now();
    let answer = await ask();
    while (answer.errors && performance.now() - healedAt < 60_000) answer = await ask();
    expect(answer.errors).toBeUndefined();
  });
});

describe('a department that starts before its database', () => {
  test('says so, and answers by itself as soon as there is one', async () => {
    const later = await startTestMongo('later');
    await later.kill9();
    const early = await startSubgraph(definition, {
      port: 0,
      host: '127.0.0.1',
      databaseUri: later.uri,
      log: pino({ level: 'silent' }),
    });
    // More than one: the first attempt to connect fails with the first of them.
    for (let times = 0; times < 2; times += 1) {
      const { errors } = await ask(early.url);
      expect(errors?.[0]?.extensions.code).toBe('DATABASE_UNAVAILABLE');
    }
    await later.restart();
    const startedAt = performance.now();
    let answer = await ask(early.url);
    while (answer.errors && performance.now() - startedAt < 60_000) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      answer = await ask(early.url);
    }
    expect(answer).toMatchObject({ data: { services: { totalCount: 0 } } });
    await early.stop();
    await later.stop();
  });
});
