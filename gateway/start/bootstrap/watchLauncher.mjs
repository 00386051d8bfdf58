import { execFileSync } from 'node:child_process';

const pollIntervalMs = 500;
const shells = /^-?(sh|dash|bash|zsh|ash|busybox)$/;

/**
 * Ends this process when the npm that started it is gone. npm runs a script through a shell, and neither passes on a
 * SIGTERM: without this, ending `npm start` from outside would leave everything running.
 */
export function watchLauncher() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const parent = process.ppid;
  const launcher = launcherAbove(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(launcher)) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, pollIntervalMs);
  timer.unref();
}

/** The first process above that is not a shell between npm and us. */
function launcherAbove(parent) {
  try {
    const text = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(parent)], { encoding: 'utf8' });
    const [, above, name] = /^\s*(\d+)\s+(.*?)\s*$/.exec(text) ?? [];
    return above && shells.test(name.split('/').at(-1)) ? Number(above) : parent;
  } catch {
    // A machine without ps: the parent alone is watched.
    return parent;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
