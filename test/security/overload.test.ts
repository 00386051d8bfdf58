import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { federation2, startFederation, type TestFederation } from '../helpers/federation';
import { type RawConnection, rawConnection, rawPost } from '../helpers/rawHttp';
import { startTestGateway, type TestGateway } from '../helpers/startTestGateway';

let federation: TestFederation;
let gateway: TestGateway;
/** Lets go of every answer that the department holds back. */
let release: () => void = () => {};
let held: Promise<void> = Promise.resolve();
let asked = 0;

const hold = () => {
  held = new Promise((resolve) => {
    release = resolve;
  });
};

beforeAll(async () => {
  federation = await startFederation({
    words: {
      sdl: `${federation2} type Query { word: String, held(n: Int): String }`,
      resolvers: {
        Query: {
          word: () => 'chữ',
          held: async () => {
            asked += 1;
            await held;
            return 'muộn';
          },
        },
      },
    },
  });
});
beforeEach(async () => {
  hold();
  asked = 0;
  gateway = await startTestGateway(federation.supergraphSdl, {
    flags: [
      ...['--concurrency-limit', '2', '--queue-limit', '2', '--queue-wait-ms', '60000'],
      // What is held is held for as long as the test needs.
      ...['--department-deadline-ms', '60000', '--request-deadline-ms', '90000'],
    ],
  });
});
afterEach(async () => {
  release();
  await gateway.close();
});
afterAll(() => federation.close());

const json = { 'content-type': 'application/json' };
const ask = (query: string, headers: Record<string, string> = {}) =>
  gateway.fetch('/graphql', {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ query }),
  });
/** Different texts, so that no two are answered as one. */
let number = 0;
const heldQuery = () => {
  number += 1;
  return `{ held(n: ${number}) }`;
};

async function eventually(holds: () => boolean): Promise<void> {
  const until = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > until) throw new Error('It does not come to hold.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Asks on a connection of its own, as a client at that address, and does not wait for the answer. */
async function askRaw(query: string, address = '127.0.0.1'): Promise<RawConnection> {
  const raw = await rawConnection(gateway.origin, address);
  raw.write(rawPost(JSON.stringify({ query })));
  return raw;
}

/** What was written before has been read: the gateway looks at all its connections in each turn. */
async function settled(): Promise<void> {
  for (let times = 0; times < 3; times += 1) await gateway.fetch('/health');
}

/** Two that are answered and two that wait. */
async function fill(address?: string): Promise<RawConnection[]> {
  const all: RawConnection[] = [];
  for (let times = 0; times < 4; times += 1) {
    all.push(await askRaw(heldQuery(), address));
    await settled();
  }
  await eventually(() => asked === 2);
  return all;
}

/** Lets go of what is held, and waits for all answers. */
async function finish(all: readonly RawConnection[]): Promise<void> {
  release();
  await Promise.all(all.map((each) => each.until(/muộn/)));
  for (const each of all) each.destroy();
}

describe('more requests than are answered at once', () => {
  it('wait, and are answered in the end', async () => {
    const all = await fill();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(asked).toBe(2);
    await finish(all);
    expect(asked).toBe(4);
  });

  it('are refused at once with 503 when too many wait, and told when to come back', async () => {
    const all = await fill();
    const startedAt = performance.now();
    const refused = await ask('{ word }');
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused.headers.get('content-type')).toBe('application/json; charset=utf-8');
    await finish(all);
    // As before, once it is over.
    expect((await ask('{ word }')).status).toBe(200);
  });

  it('are refused before their body is read', async () => {
    const all = await fill();
    const raw = await rawConnection(gateway.origin);
    raw.write(rawPost('', { 'content-length': '1000000', connection: 'keep-alive' }));
    const answer = await raw.until(/OVERLOADED/);
    // So large a body is not waited for: the connection is given up.
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/connection: close/i);
    await raw.closed();
    await finish(all);
  });

  it('keep their connection when the body is small', async () => {
    const all = await fill();
    const raw = await rawConnection(gateway.origin);
    const body = JSON.stringify({ query: '{ word }' });
    raw.write(rawPost(body));
    await raw.until(/OVERLOADED/);
    await finish(all);
    raw.write(rawPost(body));
    expect(await raw.until(/"word":"chữ"/)).toContain('HTTP/1.1 200');
    raw.destroy();
  });

  it('never hold up the probes', async () => {
    const all = await fill();
    expect((await gateway.fetch('/health')).status).toBe(200);
    expect((await gateway.fetch('/ready')).status).toBe(200);
    await finish(all);
  });

  it('are refused over events and WebSockets too, and to be kept', async () => {
    const all = await fill();
    expect((await ask('{ word }', { accept: 'text/event-stream' })).status).toBe(503);
    const kept = await gateway.fetch('/explorer/frozen', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ query: '{ word }', pages: [{}] }),
    });
    expect(kept.status).toBe(503);
    const client = createClient({
      url: `${gateway.origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const next = await client.iterate({ query: '{ word }' }).next();
    expect(next.value).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
    await client.dispose();
    await finish(all);
  });

  it('are told of in the log in sum, not one by one', async () => {
    const all = await fill();
    for (let times = 0; times < 20; times += 1) await ask('{ word }');
    await eventually(() =>
      gateway.logged.some(({ msg }) => /^overload: \d+ requests refused$/.test(String(msg))),
    );
    const loud = gateway.logged.filter(({ level, status }) => status === 503 && Number(level) > 20);
    expect(loud).toEqual([]);
    await finish(all);
  });
});

describe('a client that takes up all the room', () => {
  it('loses a place in the line to another client, which comes before it', async () => {
    const loud = await fill('127.0.0.2');
    const quiet = await askRaw(heldQuery(), '127.0.0.3');
    await loud[3]?.until(/ 503 /);
    await finish([...loud.slice(0, 3), quiet]);
  });

  it('gets nothing done by leaving: who has gone is not answered', async () => {
    const loud = await fill();
    const [, , third, fourth] = loud;
    third?.destroy();
    fourth?.destroy();
    await eventually(() => gateway.logged.filter(({ status }) => status === 499).length === 2);
    await finish(loud.slice(0, 2));
    expect((await ask('{ word }')).status).toBe(200);
    expect(asked).toBe(2);
  });
});

describe('a request that waits too long', () => {
  it('is refused when its time is over', async () => {
    const impatient = await startTestGateway(federation.supergraphSdl, {
      flags: ['--concurrency-limit', '1', '--queue-limit', '5', '--queue-wait-ms', '100'],
    });
    const send = (query: string) =>
      impatient.fetch('/graphql', { method: 'POST', headers: json, body: JSON.stringify({ query }) });
    const holder = send(heldQuery());
    await eventually(() => asked === 1);
    const refused = await send('{ word }');
    expect(refused.status).toBe(503);
    release();
    expect((await holder).status).toBe(200);
    await impatient.close();
  });
});
