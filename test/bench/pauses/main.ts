import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs, promisify } from 'node:util';
import { composeServices } from '@apollo/composition';
import { createGateway, createLog, readConfig } from '@lien-thong/gateway';
import { parse } from 'graphql';

const usage = `npm run bench:pauses -- [--rows N] [--requests N]

How long the gateway lets others wait while it makes a large answer: the longest turn of its event loop.

  --rows N      rows of the answer, each about 350 bytes (default 20000, 7 MB)
  --requests N  requests that are measured of each kind, after 3 that are not (default 10)`;

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const lists = `${link}
  type Query { rows: [Row!]! }
  type Row @key(fields: "id") { id: ID! name: String! amount: Float! }`;
const extras = `${link}
  type Row @key(fields: "id") { id: ID! paid: Float note: String }`;

const kinds = [
  { name: 'rows of one department', query: '{ rows { id name amount } }' },
  { name: 'each row joined with another department', query: '{ rows { id name amount paid note } }' },
];

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The client is another process, so that reading the answer is not measured; it says how many bytes came. */
async function ask(url: string, query: string): Promise<number> {
  const script = `fetch(process.argv[1], { method: 'POST', headers: { 'content-type': 'application/json' }, body: process.argv[2] })
    .then((response) => response.arrayBuffer()).then((bytes) => console.log(bytes.byteLength));`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['-e', script, url, JSON.stringify({ query })]);
  return Number(stdout);
}

async function startDepartments(rows: number): Promise<{ child: ChildProcess; origin: string }> {
  const child = spawn(process.execPath, [join(__dirname, 'departments.js')], {
    env: { ...process.env, ROWS: String(rows) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('no output to read');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, origin: `http://127.0.0.1:${Number(String(line))}` };
}

async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rows: { type: 'string', default: '20000' },
      requests: { type: 'string', default: '10' },
    },
  });
  const [rows, requests] = [Number(values.rows), Number(values.requests)];
  if (!(Number.isInteger(rows) && rows > 0 && Number.isInteger(requests) && requests > 0))
    throw new Error('--rows and --requests are whole numbers from 1');
  const { child, origin } = await startDepartments(rows);
  const folder = mkdtempSync(join(tmpdir(), 'pauses-'));
  try {
    const services = Object.entries({ lists, extras }).map(([name, typeDefs]) => ({
      name,
      url: `${origin}/${name}`,
      typeDefs: parse(typeDefs),
    }));
    const { supergraphSdl, errors } = composeServices(services);
    if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
    writeFileSync(join(folder, 'supergraph.graphql'), supergraphSdl);
    const flags = { supergraph: join(folder, 'supergraph.graphql'), port: '0', host: '127.0.0.1' };
    const others = { watch: 'off', keys: folder, explorer: folder };
    const args = Object.entries({ ...flags, ...others }).flatMap(([name, value]) => [`--${name}`, value]);
    const log = createLog({ level: 'silent', format: 'json', destination: process.stdout });
    const gateway = await createGateway(readConfig({}, args), log);
    const url = `http://127.0.0.1:${await gateway.listen()}/graphql`;
    await gateway.load();
    for (const { name, query } of kinds) {
      const pauses: number[] = [];
      let bytes = 0;
      for (let run = 0; run < requests + 3; run += 1) {
        const delays = monitorEventLoopDelay({ resolution: 1 });
        delays.enable();
        bytes = await ask(url, query);
        delays.disable();
        if (run >= 3) pauses.push(delays.max / 1e6);
      }
      console.log(
        `${name}: ${(bytes / 1e6).toFixed(1)} MB, longest pause of a request ${median(pauses).toFixed(1)} ms (median of ${requests}), ${Math.max(...pauses).toFixed(1)} ms (worst)`,
      );
    }
    await gateway.stop();
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    console.error(usage);
    process.exit(1);
  },
);
