import { getEventListeners, setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import { standardHedges } from '../../../gateway/src/resilience/DepartmentPolicy';
import { bodyOf, ok, status } from './rawServer';
import { seeded } from './seeded';
import { read, until, withLink, write } from './withLink';

/** Answers well in half of all cases, and badly in every way that there is in the others. */
function stormy(random: () => number) {
  const answerWell = (socket: Socket, request: string): void =>
    void socket.write(ok(JSON.stringify({ data: bodyOf(request) })));
  const ways: ((socket: Socket, request: string) => void)[] = [
    (socket) => socket.resetAndDestroy(),
    (socket) => socket.end(),
    (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"da'),
    (socket) => socket.end('what?\r\n\r\n'),
    (socket) => void socket.write(status(503, 'busy')),
    (socket) => void socket.write(status(500, 'oops')),
    () => {},
    (socket, request) => setTimeout(() => answerWell(socket, request), 30),
    (socket, request) => {
      answerWell(socket, request);
      socket.destroySoon();
    },
  ];
  return (socket: Socket, request: string): void => {
    const at = Math.floor(random() * ways.length * 2);
    (ways[at] ?? answerWell)(socket, request);
  };
}

test('whatever a department does, every request ends once, in time, with its own answer, and leaves nothing behind', async () => {
  const random = seeded(3);
  const shared = new AbortController();
  setMaxListeners(0, shared.signal);
  await withLink(
    stormy(seeded(5)),
    async ({ link, server }) => {
      const ends = new Map<string, number>();
      const one = async (at: number): Promise<void> => {
        const isWrite = random() < 0.2;
        const leaving = random() < 0.2 ? new AbortController() : shared;
        if (leaving !== shared) setTimeout(() => leaving.abort(), random() * 40);
        const body = `${isWrite ? 'mutation' : 'query'} ${at}`;
        const answer = await (isWrite
          ? link.post(write({ body, signal: leaving.signal }))
          : link.post(read({ body, signal: leaving.signal })));
        const end = 'reason' in answer ? answer.reason : 'answered';
        if (!('reason' in answer)) expect(JSON.parse(answer.text)).toEqual({ data: body });
        ends.set(end, (ends.get(end) ?? 0) + 1);
        // Whoever is refused at once would otherwise ask all that is left to be asked.
        if (end === 'bulkhead-full') await new Promise((resolve) => setTimeout(resolve, 20));
      };
      let next = 0;
      const asker = async (): Promise<void> => {
        while (next < 1_500) await one(next++);
      };
      await Promise.all(Array.from({ length: 40 }, asker));
      expect([...ends.values()].reduce((sum, count) => sum + count)).toBe(1_500);
      // Half are answered well at once; how many in time is the machine's matter.
      expect(ends.get('answered')).toBeGreaterThan(100);
      for (const reason of ['aborted', 'timeout', 'unreachable', 'bulkhead-full'])
        expect([...ends.keys()]).toContain(reason);
      const writes = server.requests.map(bodyOf).filter((body) => body.startsWith('mutation'));
      expect(new Set(writes).size).toBe(writes.length);
      expect(link.counts.retries).toBeGreaterThan(0);
      expect(link.standing()).toMatchObject({ inFlight: 0, queued: 0 });
      expect(link.standing().sockets.open).toBe(link.standing().sockets.idle);
      expect(link.standing().sockets.open).toBeLessThanOrEqual(10);
      expect(getEventListeners(shared.signal, 'abort')).toHaveLength(0);
      await until(() => server.open.size <= link.standing().sockets.open);
    },
    {
      policy: {
        deadlineMs: 200,
        breaker: null,
        retries: { floorPerSecond: 1_000 },
        hedges: { ...standardHedges, share: 0.3 },
        bulkhead: { inFlight: 8, queue: 24, waitMs: 100 },
      },
    },
  );
});
