import type { Socket } from 'node:net';
import { standardHedges } from '../../../gateway/src/resilience/DepartmentPolicy';
import { LatencyQuantile } from '../../../gateway/src/resilience/LatencyQuantile';
import { bodyOf, ok, status } from './rawServer';
import type { Linked } from './withLink';
import { read, until, withLink, write } from './withLink';

/** So late that no read is hedged because the machine is busy. */
const hedges = { ...standardHedges, share: 0.5, leastWaitMs: 500 };
const quick = (socket: Socket): void => void socket.write(ok('{"data":"quick"}'));

/** Asks so often that the usual time is known. */
async function warm({ link }: Linked): Promise<void> {
  for (let count = 0; count < 100; count++) await link.post(read());
  expect(link.standing().p95Ms).not.toBeNull();
}

/** Answers quickly, but for requests that say `slow`: of each of them the first time. */
function slowOnce(answerSlow: (socket: Socket) => void = () => {}) {
  const seen = new Set<string>();
  return (socket: Socket, request: string) => {
    const body = bodyOf(request);
    if (!body.includes('slow') || seen.has(body)) return quick(socket);
    seen.add(body);
    return answerSlow(socket);
  };
}

describe('a read that takes longer than usual', () => {
  test('is sent a second time, byte for byte the same; the first answer wins, and the other is given up', async () => {
    await withLink(
      slowOnce(),
      async (linked) => {
        await warm(linked);
        const { link, server } = linked;
        const body = '{"query":"{slow}","variables":{"tên":"ữ"}}';
        expect(await link.post(read({ body }))).toEqual({ text: '{"data":"quick"}' });
        expect(server.requests.slice(100).map(bodyOf)).toEqual([body, body]);
        expect(link.counts).toMatchObject({ hedges: 1, hedgesWon: 1, failures: {} });
        // The socket of the one that hangs is closed, that of the other is kept.
        await until(() => server.open.size === 1);
      },
      { policy: { hedges } },
    );
  });

  test('is answered by the first request where that is faster after all', async () => {
    await withLink(
      slowOnce((socket) => setTimeout(() => socket.write(ok('{"data":"late"}')), 800)),
      async (linked) => {
        await warm(linked);
        const { link } = linked;
        // The second one is slow too.
        const asked = Promise.all([link.post(read({ body: 'slow 1' })), link.post(read({ body: 'slow 2' }))]);
        for (const answer of await asked) expect(answer).toHaveProperty('text');
        expect(link.standing().inFlight).toBe(0);
      },
      { policy: { hedges } },
    );
  });

  test('waits for the other one where one fails', async () => {
    const answers: ((socket: Socket) => void)[] = [
      (socket) => setTimeout(() => socket.write(ok('{"data":"late"}')), 1_000),
      (socket) => void socket.write(status(503, 'busy')),
    ];
    await withLink(
      (socket, request) => (bodyOf(request).includes('slow') ? answers.shift()?.(socket) : quick(socket)),
      async (linked) => {
        await warm(linked);
        expect(await linked.link.post(read({ body: 'slow' }))).toEqual({ text: '{"data":"late"}' });
        expect(linked.link.counts).toMatchObject({ hedges: 1, hedgesWon: 0, retries: 0 });
      },
      { policy: { hedges } },
    );
  });

  test('is not sent again where it is a mutation, nor before the usual time is known, nor where that is off', async () => {
    const slowly = (socket: Socket, request: string): void => {
      if (bodyOf(request).includes('slow')) setTimeout(() => quick(socket), 800);
      else quick(socket);
    };
    await withLink(
      slowly,
      async (linked) => {
        await linked.link.post(read({ body: 'slow' }));
        await warm(linked);
        await linked.link.post(write({ body: 'mutation slow' }));
        expect(linked.link.counts).toMatchObject({ requests: 102, attempts: 102, hedges: 0 });
      },
      { policy: { hedges } },
    );
    await withLink(slowly, async ({ link }) => {
      for (let count = 0; count < 100; count++) await link.post(read());
      await link.post(read({ body: 'slow' }));
      expect(link.standing()).toMatchObject({ p95Ms: null, counts: { attempts: 101 } });
    });
  });

  test('is sent again while the budget lasts: a department that is slow is not asked twice as often', async () => {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await withLink(
      (socket, request) => {
        if (bodyOf(request).includes('slow')) void released.then(() => quick(socket));
        else quick(socket);
      },
      async (linked) => {
        await warm(linked);
        const { link } = linked;
        const asked = Array.from({ length: 40 }, (_, at) => link.post(read({ body: `slow ${at}` })));
        await until(() => link.counts.hedgesRefused > 20);
        release();
        await Promise.all(asked);
        // A twentieth of 140.
        expect(link.counts.hedges).toBeGreaterThan(0);
        expect(link.counts.hedges).toBeLessThanOrEqual(7);
      },
      { policy: { hedges: standardHedges } },
    );
  });

  test('is given up with both its requests when the client leaves', async () => {
    await withLink(
      (socket, request) => (bodyOf(request).includes('slow') ? undefined : quick(socket)),
      async (linked) => {
        await warm(linked);
        const { link, server } = linked;
        const leaving = new AbortController();
        const asked = link.post(read({ body: 'slow', signal: leaving.signal }));
        await until(() => server.requests.length === 102);
        leaving.abort();
        expect(await asked).toMatchObject({ reason: 'aborted' });
        await until(() => server.open.size === 0);
        expect(link.standing().inFlight).toBe(0);
      },
      { policy: { hedges } },
    );
  });
});

describe('the usual time', () => {
  test('is not known before fifty have been measured', () => {
    const quantile = new LatencyQuantile(0.95);
    for (let count = 0; count < 49; count++) quantile.add(10);
    expect(quantile.valueMs).toBeNull();
    quantile.add(10);
    expect(quantile.valueMs).toBeGreaterThanOrEqual(10);
  });

  test('is at most a tenth too high', () => {
    const quantile = new LatencyQuantile(0.95);
    for (let round = 0; round < 10; round++) for (let ms = 1; ms <= 100; ms++) quantile.add(ms);
    expect(quantile.valueMs).toBeGreaterThanOrEqual(95);
    expect(quantile.valueMs).toBeLessThan(105);
  });

  test('follows the department when that becomes slower or faster', () => {
    const quantile = new LatencyQuantile(0.95);
    for (let count = 0; count < 5_000; count++) quantile.add(5);
    for (let count = 0; count < 500; count++) quantile.add(50);
    expect(quantile.valueMs).toBeGreaterThanOrEqual(50);
    for (let count = 0; count < 20_000; count++) quantile.add(5);
    expect(quantile.valueMs).toBeLessThan(6);
  });
});
