import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PlainClient } from '../../chaos/PlainClient';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { runProcess, startProcess, type TestProcess } from '../../helpers/startProcess';

let folder: string;
let supergraph: string;
let federation: TestFederation;
let gateway: TestProcess;
let origin: string;

const file = 'gateway/dist/main.js';
const serving = (path: string) => [
  ...['--supergraph', path, '--port', '0', '--host', '127.0.0.1', '--keys', folder],
  ...['--workers', '2', '--linger-ms', '3000', '--log-format', 'json'],
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-workers-'));
  supergraph = join(folder, 'supergraph.graphql');
  federation = await startFederation({
    words: {
      sdl: `${federation2} type Query { word: String }`,
      resolvers: { Query: { word: () => 'chữ' } },
    },
  });
  await writeFile(supergraph, federation.supergraphSdl);
  gateway = await startProcess({
    file,
    args: serving(supergraph),
    ready: /the gateway serves (http:\/\/[^/"]+)\/graphql with 2 workers/,
    timeoutMs: 60_000,
  });
  origin = gateway.readyLine[1] ?? '';
});
afterAll(async () => {
  await gateway.stop();
  await federation.close();
  await rm(folder, { recursive: true });
});

const body = JSON.stringify({ query: '{ word }' });

/** Asks over kept connections until `work` is done; what was answered wrongly or not at all, and how often it was asked. */
async function askMeanwhile(work: Promise<unknown>): Promise<{ asked: number; failures: string[] }> {
  const client = new PlainClient(`${origin}/graphql`);
  const failures: string[] = [];
  let [asked, isDone] = [0, false];
  const askOn = async () => {
    while (!isDone) {
      asked += 1;
      const answer = await client.post(body).catch((error: Error) => ({ status: 0, body: error.message }));
      if (answer.body !== '{"data":{"word":"chữ"}}') failures.push(`${answer.status} ${answer.body}`);
      await delay(5);
    }
  };
  const clients = Array.from({ length: 6 }, askOn);
  await work;
  isDone = true;
  await Promise.all(clients);
  client.close();
  return { asked, failures };
}

/** Resolves when both are there, as /ready tells it: the supervisor hears of a worker after that has said it itself. */
async function bothAtReady(): Promise<void> {
  for (;;) {
    const answer = await (await fetch(`${origin}/ready`)).json();
    const { workers } = answer as { workers: { wanted: number; ready: number } };
    expect(workers.wanted).toBe(2);
    if (workers.ready === 2) return;
    await delay(50);
  }
}

test('two workers serve one port, each with its number in the log, and /ready tells of both', async () => {
  expect(gateway.output()).toMatch(/"worker":1,/);
  expect(gateway.output()).toMatch(/"worker":2,/);
  await bothAtReady();
});

test('SIGHUP replaces both without losing a request', async () => {
  const replaced = gateway.waitForNext(
    /the former workers have ended/,
    () => process.kill(gateway.pid, 'SIGHUP'),
    60_000,
  );
  const { asked, failures } = await askMeanwhile(replaced);
  expect(failures).toEqual([]);
  expect(asked).toBeGreaterThan(20);
  expect(gateway.output()).toMatch(/worker 1 is replaced[\s\S]*worker 2 is replaced/);
});

test('a worker that cannot start after a change leaves the old ones in their place', async () => {
  await writeFile(supergraph, 'type Query { broken');
  const refused = gateway.waitForNext(
    /a new worker 1 did not get ready \(exit code 1\)/,
    () => process.kill(gateway.pid, 'SIGHUP'),
    60_000,
  );
  const { failures } = await askMeanwhile(refused);
  await writeFile(supergraph, federation.supergraphSdl);
  expect(failures).toEqual([]);
  await bothAtReady();
});

test('a worker that dies is replaced, and the others answer meanwhile', async () => {
  const pids = [...gateway.output().matchAll(/"worker":1,[^\n]*"pid":(\d+),"msg":"worker 1 serves/g)];
  const replaced = async () => {
    // All clients have their connections: one that is just handed to a process that dies would be lost with it.
    await delay(300);
    await gateway.waitForNext(
      /worker 1 ended unexpectedly \(killed by SIGKILL\); starting another in 0 s[\s\S]*worker 1 serves/,
      () => process.kill(Number(pids.at(-1)?.[1]), 'SIGKILL'),
    );
  };
  const { asked, failures } = await askMeanwhile(replaced());
  // What was on its way in the dead one is lost: at most one request of each client.
  expect(failures.length).toBeLessThanOrEqual(6);
  expect(asked).toBeGreaterThan(20);
  await bothAtReady();
});

test('a broken supergraph ends the supervisor at once, with one message', async () => {
  const broken = join(folder, 'broken.graphql');
  await writeFile(broken, 'type Query { a: Strin }');
  const { code, output } = await runProcess({ file, args: serving(broken) });
  expect(code).toBe(1);
  expect(output.match(/INVALID_SUPERGRAPH/g)).toHaveLength(1);
});
