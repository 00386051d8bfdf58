import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { repository } from './repository.mjs';

const firstAfterMs = 2_000;
const thenEveryMs = 10_000;

/**
 * Runs one step of the preparation with Node. A step of more than two seconds says so, and every ten seconds how far
 * it is; one that fails rejects with the last thirty lines that it wrote. The step ends with this process.
 *
 * @param {{ args: string[], describe: () => string, failed: string, onLine?: (line: string) => void }} step
 */
export function runStep({ args, describe, failed, onLine = () => undefined }) {
  return new Promise((resolve, reject) => {
    // A process group of its own, so that ending the step ends what it has started, too.
    const child = spawn(process.execPath, args, {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const lines = [];
    for (const pipe of [child.stdout, child.stderr]) {
      createInterface({ input: pipe }).on('line', (line) => {
        lines.push(line);
        if (lines.length > 30) lines.shift();
        onLine(line);
      });
    }
    const release = endWithThisProcess(child);
    const stopTelling = tellProgress(describe);
    const settle = (outcome) => {
      stopTelling();
      release();
      outcome();
    };
    child.once('error', (error) => settle(() => reject(new Error(`${failed}: ${error.message}`))));
    child.once('close', (code) =>
      settle(code === 0 ? resolve : () => reject(new Error(`${failed}:\n${lines.join('\n')}`))),
    );
  });
}

function tellProgress(describe) {
  const startedAt = performance.now();
  let timer = setTimeout(function say() {
    console.log(`${describe()} (${Math.round((performance.now() - startedAt) / 1000)} s)`);
    timer = setTimeout(say, thenEveryMs);
  }, firstAfterMs);
  return () => clearTimeout(timer);
}

function endWithThisProcess(child) {
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
    process.exit(130);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}
