import { CircuitBreaker, refused } from '../../../gateway/src/resilience/CircuitBreaker';
import type { BreakerState } from '../../../gateway/src/resilience/DepartmentObserver';
import { ok, status } from './rawServer';
import { read, withLink } from './withLink';

const policy = { failureShare: 0.5, minimumRequests: 10, windowMs: 10_000, probeEveryMs: 1_000 };

/** A breaker and the states that it went through. */
function breaker(): {
  breaker: CircuitBreaker;
  states: BreakerState[];
  end: (at: number, ...ends: string[]) => void;
} {
  const states: BreakerState[] = [];
  const made = new CircuitBreaker(policy, (state) => states.push(state));
  const end = (at: number, ...ends: string[]): void => {
    for (const how of ends.join('')) made.record(made.pass(at), how === 'x', at);
  };
  return { breaker: made, states, end };
}

describe('a breaker', () => {
  test('opens when half of the requests of its window have failed, but of no fewer than ten', () => {
    const { breaker: one, end } = breaker();
    end(0, 'xxxxxxxxx');
    expect(one.state).toBe('closed');
    end(100, 'x');
    expect(one.state).toBe('open');
  });

  test('stays closed while fewer than half fail', () => {
    const { breaker: one, end } = breaker();
    for (let second = 0; second < 100; second++) end(second * 500, 'x..x..');
    expect(one.state).toBe('closed');
    end(50_000, 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx');
    expect(one.state).toBe('open');
  });

  test('forgets what is older than its window', () => {
    const { breaker: one, end } = breaker();
    end(0, 'xxxxxxxxx');
    end(10_500, 'xxxx');
    end(11_000, 'xxxxx');
    expect(one.state).toBe('closed');
    end(11_500, 'x');
    expect(one.state).toBe('open');
  });

  test('lets one request through at each interval, and is closed by the first that is answered', () => {
    const { breaker: one, states, end } = breaker();
    end(0, 'xxxxxxxxxx');
    expect(one.pass(999)).toBe(refused);
    expect(one.wouldPass(999)).toBe(false);
    const hanging = one.pass(1_000);
    expect(one.state).toBe('half-open');
    expect(one.pass(1_500)).toBe(refused);
    // The first probe hangs still; a second one goes through all the same.
    const answered = one.pass(2_000);
    one.record(answered, false, 2_010);
    expect(one.state).toBe('closed');
    // What the first one came to in the end is of another time.
    one.record(hanging, true, 6_000);
    expect(one.state).toBe('closed');
    expect(states).toEqual(['open', 'half-open', 'closed']);
  });

  test('opens again when its probe fails', () => {
    const { breaker: one, states } = breaker();
    for (let count = 0; count < 10; count++) one.record(one.pass(0), true, 0);
    one.record(one.pass(1_000), true, 1_200);
    expect(one.pass(2_100)).toBe(refused);
    expect(one.pass(2_200)).not.toBe(refused);
    expect(states).toEqual(['open', 'half-open', 'open', 'half-open']);
  });

  test('does not count what began before it opened', () => {
    const { breaker: one, end } = breaker();
    const early = one.pass(0);
    end(0, 'xxxxxxxxxx');
    one.record(early, false, 10);
    expect(one.state).toBe('open');
  });
});

describe('a department behind a breaker', () => {
  test('is not asked while it is open, and is asked again when it is well', async () => {
    let now = 0;
    const clock = { now: () => now, date: () => now, random: () => 0 };
    let isWell = false;
    await withLink(
      (socket) => void socket.write(isWell ? ok('{"data":{}}') : status(500, 'oops')),
      async ({ link, server }) => {
        for (let count = 0; count < 10; count++) await link.post(read());
        expect(link.standing().breaker).toBe('open');
        expect(await link.post(read())).toMatchObject({ reason: 'circuit-open' });
        expect(server.requests).toHaveLength(10);
        now += 1_000;
        expect(await link.post(read())).toMatchObject({ reason: 'status' });
        expect(link.standing().breaker).toBe('open');
        isWell = true;
        now += 1_000;
        expect(await link.post(read())).toHaveProperty('text');
        expect(link.standing()).toMatchObject({
          breaker: 'closed',
          counts: { circuitOpen: 1, breakerOpened: 2, failures: { status: 11, 'circuit-open': 1 } },
        });
      },
      { clock, policy: { breaker: policy } },
    );
  });

  test.each([
    ['errors of GraphQL', ok('{"errors":[{"message":"no"}]}')],
    ['errors of GraphQL with a status of 500', status(500, '{"errors":[{"message":"no"}]}')],
    ['a status of the client', status(404, 'nothing here')],
    ['no JSON', ok('<html>')],
  ])('stays asked whatever it answers, as %s', async (_name, answer) => {
    await withLink(
      (socket) => void socket.write(answer),
      async ({ link }) => {
        for (let count = 0; count < 30; count++) await link.post(read());
        expect(link.standing().breaker).toBe('closed');
      },
      { policy: { breaker: policy } },
    );
  });

  test('stays asked however many clients leave, or come too late to wait', async () => {
    await withLink(
      () => {},
      async ({ link }) => {
        for (let count = 0; count < 20; count++) {
          const leaving = new AbortController();
          const asked = link.post(read({ signal: leaving.signal }));
          leaving.abort();
          await asked;
          await link.post(read({ timeoutMs: 1 }));
        }
        expect(link.standing().breaker).toBe('closed');
      },
      { policy: { breaker: policy } },
    );
  });

  test('is left alone when it hangs', async () => {
    await withLink(
      () => {},
      async ({ link }) => {
        await Promise.all(Array.from({ length: 10 }, () => link.post(read())));
        expect(await link.post(read())).toMatchObject({ reason: 'circuit-open' });
      },
      { policy: { breaker: policy, deadlineMs: 40 } },
    );
  });
});
