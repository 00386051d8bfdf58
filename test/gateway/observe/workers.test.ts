import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startFederation, type TestFederation } from '../../helpers/federation';
import { startProcess, type TestProcess } from '../../helpers/startProcess';

let federation: TestFederation;
let gateway: TestProcess;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workers-'));
  federation = await startFederation({
    dictionary: { sdl: 'type Query { word: String }', resolvers: { Query: { word: () => 'chữ' } } },
  });
  const supergraph = join(folder, 'supergraph.graphql');
  await writeFile(supergraph, federation.supergraphSdl);
  const flags = { port: '0', host: '127.0.0.1', workers: '2', 'metrics-port': '0', 'log-format': 'json' };
  gateway = await startProcess({
    file: 'gateway/dist/main.js',
    args: Object.entries({ ...flags, supergraph, keys: folder }).flatMap(([name, value]) => [
      `--${name}`,
      value,
    ]),
    ready: /the gateway serves (http:\/\/[^" ]+) with 2 workers/,
    timeoutMs: 60_000,
  });
});
afterAll(async () => {
  await gateway?.stop();
  await federation?.close();
  await rm(folder, { recursive: true });
});

test('the supervisor answers for all workers: what they count is summed', async () => {
  const asked = 10;
  for (let n = 0; n < asked; n += 1) {
    await fetch(gateway.readyLine[1] ?? '', {
      method: 'POST',
      // Each over a connection of its own, so that every worker gets some.
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: '{"query":"query Word { word }"}',
    });
  }
  const [, address = ''] = await gateway.waitFor(/metrics at (http:\/\/[^"\s]+)/);
  const read = async () => (await (await fetch(address)).text()).split('\n');
  let lines = await read();
  const labels = 'operation="Word",type="query",client="(unnamed)"';
  // They count an answer when it has gone, and ask the department how it is: both take a moment.
  const isThere = (line: string) => lines.includes(line);
  while (
    !isThere('lien_thong_gateway_department_up{department="dictionary"} 1') ||
    !isThere(`lien_thong_gateway_operations_total{${labels},outcome="complete"} ${asked}`)
  ) {
    await delay(50);
    lines = await read();
  }
  expect(lines).toContain('lien_thong_processes 2');
  expect(lines).toContain(`lien_thong_gateway_operations_total{${labels},outcome="complete"} ${asked}`);
  expect(lines).toContain(`lien_thong_gateway_operation_duration_seconds_count{${labels}} ${asked}`);
  expect(lines).toContain('lien_thong_gateway_department_up{department="dictionary"} 1');
});
