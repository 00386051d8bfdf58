import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A Chromium of this machine: the one that `CHROMIUM_PATH` names, one of the system, or Playwright's own. */
function installed(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, chromium.executablePath()].find(isProgram);
}

/** Runs a program to its end; whether it ended well. */
function runs(program: string, args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { env, stdio: 'ignore', timeout: 600_000 }).status === 0;
}

function installDebian(): void {
  if (process.getuid?.() !== 0 || !runs('apt-get', ['--version'])) return;
  runs('apt-get', ['-qq', 'update']);
  runs('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-core']);
}

function installPlaywrights(): void {
  const folder = dirname(require.resolve('playwright-core/package.json'));
  runs(process.execPath, [join(folder, 'cli.js'), 'install', 'chromium']);
}

/**
 * The path of a Chromium: one that is here, or else Debian's package, or else Playwright's own, installed now. Throws
 * with a sentence that says what to do where none of them can be had.
 */
export function findChromium(): string {
  const here = installed();
  if (here) return here;
  for (const install of [installDebian, installPlaywrights]) {
    install();
    const now = installed();
    if (now) return now;
  }
  throw new Error(
    'There is no Chromium on this machine, and neither the package of Debian (it needs root and its mirrors) nor ' +
      "Playwright's own (it needs its download server) could be installed. Install Chromium, or name one by CHROMIUM_PATH.",
  );
}
