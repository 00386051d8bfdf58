import { keepRunning, type Runnable } from '@lien-thong/subgraph-kit';

const damping = { firstMs: 10, longestMs: 20, steadyAfterMs: 60_000 };

/** A process whose end the test decides. */
const fakeProcess = () => {
  let end: (how: string) => void = () => undefined;
  const exited = new Promise<string>((resolve) => {
    end = resolve;
  });
  return { exited, end, stop: async () => end('stopped') };
};
const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('a process that is kept running', () => {
  test('is started again when it ends, with longer and longer pauses up to a limit', async () => {
    const said: string[] = [];
    const started: ReturnType<typeof fakeProcess>[] = [];
    const start = (): Runnable => {
      const process = fakeProcess();
      started.push(process);
      if (started.length <= 4) process.end('exit code 3');
      return process;
    };
    const upkeep = await keepRunning({ start, log: (line) => said.push(line), damping });
    await until(() => started.length === 5);
    await upkeep.stop();
    expect(said).toEqual([
      'ended unexpectedly (exit code 3); starting it again in 0.01 s',
      'ended unexpectedly (exit code 3); starting it again in 0.02 s',
      'ended unexpectedly (exit code 3); starting it again in 0.02 s',
      'ended unexpectedly (exit code 3); starting it again in 0.02 s',
    ]);
  });

  test('is not started again once it was stopped', async () => {
    let starts = 0;
    const start = () => {
      starts += 1;
      return fakeProcess();
    };
    const upkeep = await keepRunning({ start, log: () => undefined, damping });
    await upkeep.stop();
    await upkeep.stop();
    expect(await upkeep.exited).toBe('stopped');
    expect(starts).toBe(1);
  });

  test('is ended even when it is stopped in the middle of a new start', async () => {
    const second = fakeProcess();
    let letStart: () => void = () => undefined;
    let starts = 0;
    const start = async () => {
      starts += 1;
      if (starts === 1) return { exited: Promise.resolve('exit code 1'), stop: async () => undefined };
      await new Promise<void>((resolve) => {
        letStart = resolve;
      });
      return second;
    };
    const upkeep = await keepRunning({ start, log: () => undefined, damping });
    await until(() => starts === 2);
    const stopped = upkeep.stop();
    letStart();
    await stopped;
    expect(await second.exited).toBe('stopped');
  });

  test('is tried again when a later start fails', async () => {
    const said: string[] = [];
    const second = fakeProcess();
    let starts = 0;
    const start = async () => {
      starts += 1;
      if (starts === 1) return { exited: Promise.resolve('killed by SIGKILL'), stop: async () => undefined };
      if (starts === 2) throw new Error('no room left');
      return second;
    };
    const upkeep = await keepRunning({ start, log: (line) => said.push(line), damping });
    await until(() => starts === 3);
    await upkeep.stop();
    expect(said[1]).toBe('ended unexpectedly (no room left); starting it again in 0.02 s');
  });

  test('fails as a whole when the first start fails', async () => {
    const start = () => Promise.reject(new Error('no room left'));
    await expect(keepRunning({ start, log: () => undefined, damping })).rejects.toThrow('no room left');
  });
});
