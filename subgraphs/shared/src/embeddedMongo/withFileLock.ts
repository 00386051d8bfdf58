import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { isProcessAlive } from '../isProcessAlive';

const pollIntervalMs = 250;
const heartbeatMs = 5_000;
const silentForMs = 30_000;

/**
 * Runs `work` while no other process on this machine holds the lock file. A lock whose process has died is taken
 * over. Two processes that take over one dead lock in the same instant can both go on, so that `work` must be
 * right even then, and merely be done twice. `onWait` is called once when another process holds the lock.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  onWait: () => void = () => undefined,
): Promise<T> {
  let waits = false;
  while (!(await takeLock(path))) {
    if (!waits) onWait();
    waits = true;
    if (await isAbandoned(path)) await rm(path, { force: true });
    else await delay(pollIntervalMs);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { force: true });
  }
}

async function takeLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    const [{ mtimeMs }, text] = await Promise.all([stat(path), readFile(path, 'utf8')]);
    // The id alone would not do: it may be missing, when the owner died while writing it, or given to another process.
    return Date.now() - mtimeMs > silentForMs || (text !== '' && !isProcessAlive(Number(text)));
  } catch {
    // Gone between the two looks: its owner is done.
    return false;
  }
}
