import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { DepartmentLink } from '../../../gateway/src/resilience/DepartmentLink';
import type { DepartmentAttempt } from '../../../gateway/src/resilience/DepartmentObserver';
import { standardPolicy } from '../../../gateway/src/resilience/DepartmentPolicy';
import { TokenBucket } from '../../../gateway/src/resilience/TokenBucket';
import { waitBeforeRetry } from '../../../gateway/src/resilience/waitBeforeRetry';
import { bodyOf, ok, status } from './rawServer';
import { policyWith, read, until, withLink, write } from './withLink';

const wellFrom = (count: number, ill: (socket: Socket) => void) => (socket: Socket, _: string, at: number) =>
  at < count ? ill(socket) : void socket.write(ok('{"data":{}}'));

describe('a read is sent again', () => {
  test.each([
    ['after a reset', (socket: Socket) => socket.resetAndDestroy()],
    [
      'after half an answer',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"da'),
    ],
    ['after garbage', (socket: Socket) => socket.end('what?\r\n\r\n')],
    ['after a 502', (socket: Socket) => void socket.write(status(502, '<h1>Bad Gateway</h1>'))],
    ['after a 503', (socket: Socket) => void socket.write(status(503, 'busy'))],
    ['after a 504', (socket: Socket) => void socket.write(status(504))],
  ])('%s, byte for byte the same', async (_name, ill) => {
    await withLink(wellFrom(2, ill), async ({ link, server }) => {
      const body = '{"query":"{a}","variables":{"tên":"Đà Nẵng"}}';
      expect(await link.post(read({ body }))).toEqual({ text: '{"data":{}}' });
      expect(server.requests.map(bodyOf)).toEqual([body, body, body]);
      expect(link.counts).toMatchObject({ requests: 1, attempts: 3, retries: 2, failures: {} });
    });
  });

  test('so often as the policy says and no more', async () => {
    await withLink(
      (socket) => void socket.write(status(503, 'busy')),
      async ({ link, server }) => {
        expect(await link.post(read())).toMatchObject({ reason: 'status', status: 503 });
        expect(server.requests).toHaveLength(3);
      },
    );
  });

  test('not when the department answered in words of GraphQL, or with another status', async () => {
    const answers = [
      status(503, '{"errors":[{"message":"no"}]}'),
      status(500, 'oops'),
      status(429, 'slow down'),
    ];
    for (const answer of answers) {
      await withLink(
        (socket) => void socket.write(answer),
        async ({ link, server }) => {
          expect(await link.post(read())).toMatchObject({ reason: 'status' });
          expect(server.requests).toHaveLength(1);
        },
      );
    }
  });

  test('never where it is a mutation', async () => {
    for (const ill of [status(503, 'busy'), null]) {
      await withLink(
        (socket) => (ill ? void socket.write(ill) : socket.resetAndDestroy()),
        async ({ link, server }) => {
          expect(await link.post(write())).toHaveProperty('reason');
          expect(server.requests).toHaveLength(1);
        },
      );
    }
  });

  test('after a deadline never, for there is no time left', async () => {
    await withLink(
      () => {},
      async ({ link, server }) => {
        expect(await link.post(read())).toMatchObject({
          reason: 'timeout',
          detail: 'No answer within 600 ms.',
        });
        expect(await link.post(read({ timeoutMs: 400 }))).toMatchObject({
          detail: 'No answer within 400 ms.',
        });
        expect(server.requests).toHaveLength(2);
      },
      // Long enough for a busy machine to send them.
      { policy: { deadlineMs: 600 } },
    );
  });

  test('when the department says that it may be, where there is time for that', async () => {
    const busy = (seconds: number) => (socket: Socket) =>
      void socket.write(status(503, 'busy', `retry-after: ${seconds}\r\n`));
    await withLink(wellFrom(1, busy(1)), async ({ link }) => {
      const startedAt = performance.now();
      expect(await link.post(read())).toHaveProperty('text');
      expect(performance.now() - startedAt).toBeGreaterThan(900);
    });
    await withLink(
      wellFrom(1, busy(200)),
      async ({ link }) => {
        // Neither the 200 seconds nor the deadline are waited for.
        expect(await link.post(read())).toMatchObject({ reason: 'status', status: 503 });
        expect(link.counts).toMatchObject({ attempts: 1, retries: 0 });
      },
      { policy: { deadlineMs: 150_000 } },
    );
  });

  test('and stops when the client has left while it waits', async () => {
    await withLink(
      (socket) => void socket.write(status(503, 'busy', 'retry-after: 4\r\n')),
      async ({ link, server }) => {
        const leaving = new AbortController();
        const asked = link.post(read({ signal: leaving.signal }));
        await until(() => link.standing().sockets.idle === 1);
        leaving.abort();
        expect(await asked).toMatchObject({ reason: 'aborted' });
        expect(link.standing().inFlight).toBe(0);
        expect(server.requests).toHaveLength(1);
      },
    );
  });

  test('while the budget lasts: a department in trouble is not asked three times as often', async () => {
    // The clock stands still, so that seconds add nothing.
    const clock = { now: () => 1_000, date: () => 0, random: () => 0 };
    await withLink(
      (socket) => void socket.write(status(503, 'busy')),
      async ({ link, server }) => {
        for (let count = 0; count < 200; count++) await link.post(read());
        // 3 to begin with and a quarter of 200.
        expect(server.requests).toHaveLength(253);
        expect(link.counts).toMatchObject({ requests: 200, attempts: 253, retries: 53 });
        expect(link.counts.retriesRefused).toBeGreaterThan(100);
      },
      { clock, policy: { breaker: null, retries: { share: 0.25, floorPerSecond: 3 } } },
    );
  });

  test('with everything that an observer wants to know of each attempt', async () => {
    const seen: Pick<DepartmentAttempt, 'kind' | 'number' | 'department'>[] = [];
    const ended: unknown[] = [];
    await withLink(
      wellFrom(1, (socket) => void socket.write(status(502))),
      ({ link }) => link.post(read({ headers: { 'x-request-id': 'r1' } })),
      {
        observer: {
          attempt: ({ kind, number, department, headers }) => {
            seen.push({ kind, number, department });
            expect(headers).toEqual({ 'x-request-id': 'r1' });
            return ({ reason, status: code }) => ended.push([reason, code]);
          },
        },
      },
    );
    expect(seen).toEqual([
      { kind: 'first', number: 0, department: 'finance' },
      { kind: 'retry', number: 1, department: 'finance' },
    ]);
    expect(ended).toEqual([
      ['status', 502],
      [undefined, 200],
    ]);
  });
});

describe('a connection', () => {
  test('that is not made in time costs its own deadline, and is tried again', async () => {
    // It is accepted, and then nothing is said: TLS never comes about.
    let connections = 0;
    const server = createTcpServer((socket) => {
      connections++;
      socket.resume().on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    const link = new DepartmentLink({
      department: 'finance',
      url,
      policy: policyWith({ connectDeadlineMs: 50, deadlineMs: 10_000 }),
    });
    expect(await link.post(read())).toMatchObject({
      reason: 'timeout',
      stage: 'connecting',
      detail: 'No connection within 50 ms.',
    });
    await until(() => connections === 3);
    expect(await link.post(write())).toMatchObject({ reason: 'timeout' });
    await until(() => connections === 4);
    await link.close();
    await new Promise((resolve) => server.close(resolve));
  });

  test('that is refused is tried again until the department is there', async () => {
    const link = new DepartmentLink({
      department: 'finance',
      url: 'http://127.0.0.1:1/graphql',
      policy: policyWith({}),
    });
    expect(await link.post(read())).toMatchObject({ reason: 'unreachable', stage: 'connecting' });
    expect(link.counts).toMatchObject({ attempts: 3, retries: 2, failures: { unreachable: 1 } });
    expect(await link.post(write())).toMatchObject({ reason: 'unreachable' });
    expect(link.counts.attempts).toBe(4);
    await link.close();
  });
});

describe('the wait before a retry', () => {
  const waits = (more: { retryAfter?: string; random?: number }) =>
    [0, 1, 2, 10].map((before) =>
      waitBeforeRetry(standardPolicy.retries, { before, random: 1, now: Date.UTC(2026, 0, 1), ...more }),
    );

  test('is chosen anew up to a bound that doubles', () => {
    expect(waits({})).toEqual([25, 50, 100, 1_000]);
    expect(waits({ random: 0.5 })).toEqual([12.5, 25, 50, 500]);
    expect(waits({ random: 0 })).toEqual([0, 0, 0, 0]);
  });

  test('is never shorter than the department asked for, in seconds or as a date', () => {
    expect(waits({ retryAfter: '3' })).toEqual([3_000, 3_000, 3_000, 3_000]);
    expect(waits({ retryAfter: 'Thu, 01 Jan 2026 00:00:02 GMT' })).toEqual([2_000, 2_000, 2_000, 2_000]);
    expect(waits({ retryAfter: 'Thu, 01 Jan 2015 00:00:02 GMT' })).toEqual([25, 50, 100, 1_000]);
    expect(waits({ retryAfter: 'soon' })).toEqual([25, 50, 100, 1_000]);
  });
});

describe('a budget', () => {
  test('grows by a share of all requests and with time, up to a bound', () => {
    const budget = new TokenBucket({ share: 0.1, perSecond: 2, most: 5 }, 0);
    const taken = (now: number): number => {
      let count = 0;
      while (budget.withdraw(now)) count++;
      return count;
    };
    expect(taken(0)).toBe(2);
    expect(taken(1_000)).toBe(2);
    for (let count = 0; count < 31; count++) budget.deposit();
    expect(taken(1_000)).toBe(3);
    expect(taken(3_600_000)).toBe(5);
  });
});
