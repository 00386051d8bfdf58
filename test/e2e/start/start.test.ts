import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { copyOfRepository } from '../../helpers/copyOfRepository';
import { freePort } from '../../helpers/freePort';
import { processesIn, processesLeftIn } from '../../helpers/processesIn';
import { listenTo } from '../../helpers/startProcess';

const firstStartMs = 300_000;
const startMs = 180_000;
const readyLine = /ready: (http:\S+)/;
const anyPorts = Object.fromEntries(
  ['PORT', ...['ICT', 'FINANCE', 'PLANNING'].flatMap((name) => [`${name}_PORT`, `${name}_MONGODB_PORT`])].map(
    (variable) => [variable, '0'],
  ),
);
/** A machine that runs other tests too is slow, and what starts here is cold. */
const patience = { DEPARTMENT_DEADLINE_MS: '60000', REQUEST_DEADLINE_MS: '100000' };

let copy: string;

/** Runs an npm script in the copy as a terminal would: in a process group of its own. */
const npm = (script: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const child = spawn('npm', script, {
    cwd: copy,
    env: { ...process.env, NO_COLOR: '1', ...anyPorts, ...patience, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { pid: child.pid ?? -1, ...listenTo(child) };
};
const pidOf = async (pattern: RegExp) => {
  const found = (await processesIn(copy)).find(({ command }) => pattern.test(command));
  if (!found) throw new Error(`No process matches ${pattern}`);
  return found.pid;
};
const programme360 = readFileSync(
  join(__dirname, '../../../schema/questions/01-programme-360.graphql'),
  'utf8',
);
const ask = async (url: string, query: string) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return answer.json();
};

beforeAll(async () => {
  copy = await copyOfRepository();
});
afterEach(async () => {
  for (const { pid } of await processesIn(copy)) process.kill(pid, 'SIGKILL');
});
afterAll(() => rm(copy, { recursive: true, force: true }));

describe('npm start', () => {
  test(
    'installs, builds and starts everything in a folder that has only the sources',
    async () => {
      const all = npm(['start']);
      const [, address = ''] = await all.waitFor(readyLine, firstStartMs);
      // The facts of the source: more than 106.8 billion dong asked for, nothing allocated, no contract.
      expect(await ask(address, programme360)).toMatchObject({
        data: {
          programmeByCode: {
            code: 'CT-UDCNTT-2019',
            contractSummary: { count: 0 },
            financials: {
              pendingAllocation: { amount: 106_800_000_000, qualifier: 'AT_LEAST' },
              allocated: { amount: 0 },
            },
          },
        },
      });
      for (const name of ['ict', 'finance', 'planning']) {
        expect(all.output()).toMatch(new RegExp(`start +\\| ${name} .*its data on (FerretDB|MongoDB) v`));
      }
      expect(all.output()).toMatch(/Installing \d+ packages/);

      // A Ctrl-C in a terminal goes to the whole process group.
      process.kill(-all.pid, 'SIGINT');
      expect(await processesLeftIn(copy, 60_000)).toEqual([]);
      expect(all.output()).not.toContain('unexpectedly');
    },
    firstStartMs,
  );

  test(
    'installs nothing again, and leaves no process behind when npm alone is told to end',
    async () => {
      const all = npm(['start']);
      await all.waitFor(readyLine, startMs);
      expect(all.output()).not.toContain('Installing');
      expect(all.output()).not.toContain('loading the packs');
      process.kill(all.pid, 'SIGTERM');
      expect(await processesLeftIn(copy, 60_000)).toEqual([]);
    },
    startMs,
  );

  test(
    'leaves no process behind when the supervisor is killed',
    async () => {
      const all = npm(['start']);
      await all.waitFor(readyLine, startMs);
      process.kill(await pidOf(/bootstrap\.mjs/), 'SIGKILL');
      expect(await processesLeftIn(copy, 60_000)).toEqual([]);
    },
    startMs,
  );

  test(
    'starts a department and a database again that were killed, and says so',
    async () => {
      const all = npm(['start']);
      const [, address = ''] = await all.waitFor(readyLine, startMs);
      process.kill(await pidOf(/finance\/dist\/main\.js/), 'SIGKILL');
      process.kill(await pidOf(/-data \S*planning/), 'SIGKILL');
      await all.waitFor(/finance +\| ended unexpectedly \(killed by SIGKILL\); starting it again in 0\.5 s/);
      await all.waitFor(
        /planning db +\| ended unexpectedly \(killed by SIGKILL\); starting it again in 0\.5 s/,
      );
      await all.waitFor(/finance ready[\s\S]*finance ready/);
      const ready = address.replace(/graphql$/, 'ready');
      while ((await fetch(ready)).status !== 200) await delay(200);
    },
    startMs,
  );

  test(
    'goes on without the database of a department, and says so',
    async () => {
      const noDatabase = { FINANCE_MONGODB_URI: `mongodb://127.0.0.1:${await freePort()}/finance` };
      const all = npm(['start'], noDatabase);
      await all.waitFor(/the database of finance does not answer; no seed packs are loaded into it/, startMs);
      await all.waitFor(/start +\| finance .*its database does not answer yet/, startMs);
      const [, address = ''] = await all.waitFor(/gateway +(http:\S+)/);
      expect(await ask(address, '{ services(first: 1) { totalCount } }')).not.toHaveProperty('errors');
    },
    startMs,
  );

  test(
    'refuses a taken port by name and starts nothing',
    async () => {
      const holder = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => holder.once('listening', resolve));
      const { port } = holder.address() as AddressInfo;
      const { code, output } = await npm(['start'], { FINANCE_PORT: String(port) }).exited;
      holder.close();
      expect(code).toBe(1);
      expect(output).toContain('PORT_TAKEN: ');
      expect(output).toContain(`  - ${port}, which finance needs (another port: FINANCE_PORT=...)`);
      expect(output).not.toContain(' | ');
    },
    startMs,
  );

  test(
    'names every mistake of the configuration at once',
    async () => {
      const env = { PORT: 'http', ICT_PORT: '99999', FINANCE_MONGODB_URI: 'finance.db' };
      const { code, output } = await npm(['start'], env).exited;
      expect(code).toBe(1);
      expect(output).toContain('INVALID_CONFIGURATION: The configuration has 3 mistake(s):');
      for (const variable of Object.keys(env)) expect(output).toContain(`  - ${variable}`);
    },
    startMs,
  );
});

describe('npm run start:finance', () => {
  test(
    'starts the department alone on a database of its own, and ends with npm',
    async () => {
      const alone = npm(['run', 'start:finance']);
      const [, url = ''] = await alone.waitFor(/finance ready at (http:\S+) \((FerretDB|MongoDB) v/, startMs);
      expect(await (await fetch(url.replace(/graphql$/, 'ready'))).json()).toMatchObject({
        ready: true,
        department: 'finance',
        database: { reachable: true },
      });
      process.kill(alone.pid, 'SIGTERM');
      expect(await processesLeftIn(copy, 60_000)).toEqual([]);
    },
    startMs,
  );
});
