import { AdaptiveLimit } from '../../../gateway/src/traffic/AdaptiveLimit';
import { Admission } from '../../../gateway/src/traffic/Admission';
import { type Waiting, WaitingLine } from '../../../gateway/src/traffic/WaitingLine';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Enters or waits, as a request does; the name is noted when it may begin. */
function asking(admission: Admission, begun: string[]) {
  return async (name: string, address = name): Promise<boolean> => {
    const isIn = admission.tryEnter() || (await admission.wait(address));
    if (isIn) begun.push(name);
    return isIn;
  };
}

describe('admission', () => {
  it('lets requests in at once while there is room', () => {
    const admission = new Admission({ concurrencyLimit: 2, queueLimit: 5, queueWaitMs: 1_000 });
    expect([admission.tryEnter(), admission.tryEnter(), admission.tryEnter()]).toEqual([true, true, false]);
    admission.leave();
    expect(admission.tryEnter()).toBe(true);
    expect(admission.stats).toEqual({ inFlight: 2, limit: 2, waiting: 0, admitted: 3, refused: 0 });
  });

  it('begins eight in one turn of the event loop and the others in the next ones', async () => {
    const admission = new Admission({ concurrencyLimit: 100, queueLimit: 100, queueWaitMs: 10_000 });
    const begun: string[] = [];
    const ask = asking(admission, begun);
    const all = Promise.all(Array.from({ length: 20 }, (_, at) => ask(`${at}`, 'one')));
    expect(begun).toHaveLength(8);
    await nextTurn();
    await nextTurn();
    expect(begun.length).toBeGreaterThanOrEqual(16);
    expect(await all).toEqual(Array(20).fill(true));
    expect(begun).toEqual(Array.from({ length: 20 }, (_, at) => `${at}`));
  });

  it('lets nobody overtake those who wait', async () => {
    const admission = new Admission({ concurrencyLimit: 1, queueLimit: 5, queueWaitMs: 10_000 });
    const begun: string[] = [];
    const ask = asking(admission, begun);
    await ask('first');
    const second = ask('second');
    const third = ask('third');
    admission.leave();
    await second;
    admission.leave();
    await third;
    expect(begun).toEqual(['first', 'second', 'third']);
  });

  it('refuses whoever waits longer than allowed', async () => {
    const admission = new Admission({ concurrencyLimit: 1, queueLimit: 5, queueWaitMs: 40 });
    const ask = asking(admission, []);
    await ask('holder');
    expect(await ask('late')).toBe(false);
    expect(admission.stats).toMatchObject({ inFlight: 1, waiting: 0, refused: 1 });
  });

  it('refuses at once when the line is full', async () => {
    let told = 0;
    const limits = { concurrencyLimit: 1, queueLimit: 2, queueWaitMs: 10_000 };
    const admission = new Admission(limits, () => {
      told += 1;
    });
    const ask = asking(admission, []);
    await ask('holder');
    const waiting = [ask('a', 'one'), ask('b', 'one')];
    expect(admission.isFull).toBe(true);
    expect(await ask('c', 'one')).toBe(false);
    expect(told).toBe(1);
    admission.close();
    expect(await Promise.all(waiting)).toEqual([false, false]);
  });

  it('admits everything where there is no limit', () => {
    const admission = new Admission({ concurrencyLimit: 0, queueLimit: 1, queueWaitMs: 10 });
    expect(Array.from({ length: 50 }, () => admission.tryEnter())).not.toContain(false);
  });

  it('gives its room back when the work fails', async () => {
    const admission = new Admission({ concurrencyLimit: 1, queueLimit: 1, queueWaitMs: 10 });
    await expect(admission.run('one', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(admission.stats.inFlight).toBe(0);
  });
});

describe('the limit', () => {
  const limitOf = (most: number) => {
    let share = 0;
    const limit = new AdaptiveLimit(most, () => share);
    const adapt = (utilization: number, inFlight: number, times = 1) => {
      share = utilization;
      for (let at = 0; at < times; at += 1) limit.adapt(inFlight);
      return limit.current;
    };
    return Object.assign(adapt, { share: () => limit.share });
  };

  it('stays while the process waits for others, however many are under way', () => {
    expect(limitOf(1_000)(0.5, 1_000, 50)).toBe(1_000);
  });

  it('becomes less than what is under way while the process is busy, and not less than fills it', () => {
    const adapt = limitOf(1_000);
    expect(adapt(1, 500)).toBe(450);
    expect(adapt(1, 450)).toBe(405);
    expect(adapt(1, 70, 20)).toBe(64);
    expect(adapt(1, 10)).toBe(64);
  });

  it('does not fall for a process that is busy with few', () => {
    expect(limitOf(1_000)(1, 50, 100)).toBe(1_000);
    expect(limitOf(10)(1, 10, 100)).toBe(10);
  });

  it('shortens the line of a process that is busy, even with few, and makes it long again afterwards', () => {
    const adapt = limitOf(1_000);
    adapt(1, 10, 50);
    expect(adapt.share()).toBeCloseTo(0.064);
    adapt(0.2, 10, 29);
    expect(adapt.share()).toBe(1);
  });

  it('leaves the line as it is where few are answered at once anyway', () => {
    const adapt = limitOf(10);
    adapt(1, 10, 50);
    expect(adapt.share()).toBe(1);
  });

  it('comes back within three seconds when the process is no longer busy', () => {
    const adapt = limitOf(1_000);
    adapt(1, 100, 50);
    expect(adapt(0.2, 64, 29)).toBe(1_000);
  });
});

describe('the line', () => {
  const waitingAs = (name: string, outcome: string[], since = 0): Waiting => ({
    since,
    settle: (admitted) => void outcome.push(`${name} ${admitted ? 'in' : 'out'}`),
  });

  it('takes addresses in turn, however many places one of them has', () => {
    const outcome: string[] = [];
    const line = new WaitingLine(() => 10);
    for (const name of ['loud1', 'loud2', 'loud3']) line.add('loud', waitingAs(name, outcome));
    line.add('quiet', waitingAs('quiet1', outcome));
    for (let next = line.take(); next; next = line.take()) next.settle(true);
    expect(outcome).toEqual(['loud1 in', 'quiet1 in', 'loud2 in', 'loud3 in']);
  });

  it('takes a place from the address that has most for one that has fewer', () => {
    const outcome: string[] = [];
    const line = new WaitingLine(() => 3);
    for (const name of ['loud1', 'loud2', 'loud3', 'loud4']) line.add('loud', waitingAs(name, outcome));
    line.add('quiet', waitingAs('quiet1', outcome));
    line.add('quiet', waitingAs('quiet2', outcome));
    expect(outcome).toEqual(['loud4 out', 'loud3 out', 'quiet2 out']);
    expect(line.size).toBe(3);
  });

  it('refuses those who began to wait too long ago and keeps the others', () => {
    const outcome: string[] = [];
    const line = new WaitingLine(() => 10);
    line.add('one', waitingAs('old', outcome, 1));
    line.add('one', waitingAs('new', outcome, 9));
    line.add('two', waitingAs('older', outcome, 0));
    line.refuseBefore(5);
    expect(outcome).toEqual(['old out', 'older out']);
    expect(line.size).toBe(1);
    line.take()?.settle(true);
    expect(outcome.at(-1)).toBe('new in');
  });
});
