import type { Socket } from 'node:net';
import { ok } from './rawServer';
import { read, until, withLink, write } from './withLink';

/** Answers when the test says so, in the order of coming. */
function held() {
  const waiting: Socket[] = [];
  return {
    waiting,
    answer: (socket: Socket): void => void waiting.push(socket),
    release: (): void => void waiting.shift()?.write(ok('{"data":{}}')),
  };
}

describe('a bulkhead', () => {
  test('lets so many through, lets so many wait, and refuses the others at once', async () => {
    const { waiting, answer, release } = held();
    await withLink(
      answer,
      async ({ link }) => {
        const asked = Array.from({ length: 5 }, () => link.post(read()));
        await until(() => waiting.length === 2);
        expect(link.standing()).toMatchObject({ inFlight: 2, queued: 2 });
        expect(await asked[4]).toMatchObject({ reason: 'bulkhead-full' });
        expect(link.counts).toMatchObject({ bulkheadFull: 1, attempts: 2 });
        for (let count = 0; count < 4; count++) {
          await until(() => waiting.length > 0);
          release();
        }
        for (const one of asked.slice(0, 4)) expect(await one).toHaveProperty('text');
        expect(link.standing()).toMatchObject({ inFlight: 0, queued: 0, sockets: { open: 2 } });
      },
      { policy: { bulkhead: { inFlight: 2, queue: 2, waitMs: 60_000 } } },
    );
  });

  test('lets nobody wait for longer than it says, nor than the request has', async () => {
    const { waiting, answer, release } = held();
    await withLink(
      answer,
      async ({ link }) => {
        const first = link.post(read());
        await until(() => waiting.length === 1);
        expect(await link.post(read())).toMatchObject({ reason: 'bulkhead-full' });
        expect(await link.post(read({ timeoutMs: 10 }))).toMatchObject({ reason: 'bulkhead-full' });
        release();
        expect(await first).toHaveProperty('text');
        expect(link.standing().queued).toBe(0);
      },
      { policy: { bulkhead: { inFlight: 1, queue: 5, waitMs: 60 } } },
    );
  });

  test('gives the turn of a client that left to the next', async () => {
    const { waiting, answer, release } = held();
    await withLink(
      answer,
      async ({ link, server }) => {
        const leaving = new AbortController();
        const first = link.post(write());
        await until(() => waiting.length === 1);
        const second = link.post(write({ body: 'second', signal: leaving.signal }));
        const third = link.post(write({ body: 'third' }));
        leaving.abort();
        expect(await second).toMatchObject({ reason: 'aborted' });
        release();
        await until(() => waiting.length === 1);
        release();
        await Promise.all([first, third]);
        expect(server.requests.some((request) => request.includes('second'))).toBe(false);
      },
      { policy: { bulkhead: { inFlight: 1, queue: 5, waitMs: 60_000 } } },
    );
  });

  test('gives a place back however a request ends', async () => {
    let count = 0;
    await withLink(
      (socket) => {
        count++;
        if (count % 3 === 0) socket.resetAndDestroy();
        else if (count % 3 === 1) socket.write(ok('{}'));
      },
      async ({ link }) => {
        for (let round = 0; round < 4; round++)
          await Promise.all(Array.from({ length: 6 }, () => link.post(read())));
        expect(link.standing()).toMatchObject({ inFlight: 0, queued: 0 });
      },
      { policy: { deadlineMs: 50, breaker: null, bulkhead: { inFlight: 2, queue: 10, waitMs: 1_000 } } },
    );
  });
});
