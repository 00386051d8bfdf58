import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withFileLock } from '../../../../subgraphs/shared/src/embeddedMongo/withFileLock';

let folder: string;
let lock: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-thong-lock-'));
  lock = join(folder, 'build.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a file lock', () => {
  test('lets one work after the other, and says once that it waits', async () => {
    const steps: string[] = [];
    const waited: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} begins`);
      while (waited.length === 0) await delay(5);
      steps.push(`${name} ends`);
    };
    const first = withFileLock(lock, work('first'));
    while (steps.length === 0) await delay(5);
    const second = withFileLock(lock, work('second'), () => waited.push('second'));
    await Promise.all([first, second]);
    expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
    expect(waited).toEqual(['second']);
  });

  test('is given back when the work fails', async () => {
    await expect(withFileLock(lock, () => Promise.reject(new Error('no room left')))).rejects.toThrow(
      'no room left',
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test('of a process that has died is taken over', async () => {
    const noProcess = 2 ** 22 + 1;
    await writeFile(lock, String(noProcess));
    expect(await withFileLock(lock, async () => 'done')).toBe('done');
  });

  test('that nobody has touched for long is taken over, whatever process has its number', async () => {
    await writeFile(lock, String(process.pid));
    const aMinuteAgo = new Date(Date.now() - 60_000);
    await utimes(lock, aMinuteAgo, aMinuteAgo);
    expect(await withFileLock(lock, async () => 'done')).toBe('done');
  });
});
