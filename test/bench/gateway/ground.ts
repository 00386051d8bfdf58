import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { freePort } from '../../helpers/freePort';
import { benchSubgraphs, heavyQuery } from './city';
import { benchContenders, peersFolder } from './contenders';
import type { BenchGround } from './measure';
import { startProcess, waitForGraphQL } from './processes';

const repository = dirname(dirname(require.resolve('@lien-thong/test/package.json')));
const cache = join(repository, '.cache', 'bench');

/** Installs the other gateways and builds the harness where that has not been done; says so, since it takes a while. */
export function prepareTools(say: (line: string) => void): string {
  if (!existsSync(join(peersFolder, 'node_modules'))) {
    say('Installing the other gateways (about half a gigabyte, about a minute) ...');
    execFileSync('npm', ['ci', '--silent'], { cwd: peersFolder, stdio: 'inherit' });
  }
  return buildHarness();
}

/** Builds the compiled load generator and subgraphs; its path. */
export function buildHarness(): string {
  mkdirSync(cache, { recursive: true });
  const harness = join(cache, 'harness');
  const source = join(dirname(require.resolve('@lien-thong/test/package.json')), 'bench', 'harness');
  execFileSync('go', ['build', '-o', harness, '.'], { cwd: source, stdio: 'inherit' });
  return harness;
}

async function portOf(child: ReturnType<typeof spawn>): Promise<number> {
  if (!child.stdout) throw new Error('no output to read');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = /(\d+)\D*$/.exec(line.toString().split('"port":').at(-1) ?? '')?.[1];
  return Number(port);
}

/** The running ground, and how to end it. */
export interface RunningGround extends BenchGround {
  readonly waves: number[];
  stop(): void;
}

/** Starts the subgraphs, writes the files of the run, and records what the floor has to do. */
export async function startGround(harness: string, connections: number): Promise<RunningGround> {
  const folder = join(cache, 'run');
  mkdirSync(folder, { recursive: true });
  const origin = spawn(process.execPath, [join(__dirname, 'origin.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const originPort = await portOf(origin);
  const subgraphs = spawn(harness, ['subgraphs', '-origin', `http://127.0.0.1:${originPort}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const subgraphsUrl = `http://127.0.0.1:${await portOf(subgraphs)}`;
  const { supergraphSdl, errors } = composeServices(
    benchSubgraphs.map(({ name, typeDefs }) => ({
      name,
      url: `${subgraphsUrl}/${name}`,
      typeDefs: parse(typeDefs),
    })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  writeFileSync(join(folder, 'supergraph.graphql'), supergraphSdl);
  writeFileSync(join(folder, 'body.json'), JSON.stringify({ query: heavyQuery, operationName: 'Heavy' }));
  const ground = { harness, folder, subgraphsUrl, connections };
  const waves = await recordFloor(ground);
  const stop = () => {
    origin.kill();
    subgraphs.kill();
  };
  return { ...ground, waves, stop };
}

interface Seen {
  readonly path: string;
  readonly body: string;
  readonly atMillis: number;
}

const recordingDelayMs = 40;

/** Requests that reached the subgraphs together, while each took `recordingDelayMs`, are one wave. */
function wavesOf(seen: readonly Seen[]): Seen[][] {
  const waves: Seen[][] = [];
  for (const request of [...seen].sort((a, b) => a.atMillis - b.atMillis)) {
    const last = waves.at(-1);
    const begun = last?.[0]?.atMillis ?? -Infinity;
    if (last && request.atMillis - begun < recordingDelayMs / 2) last.push(request);
    else waves.push([request]);
  }
  return waves;
}

/** The stock gateway's answer is what everybody must give; our engine's requests are what the floor makes. */
async function recordFloor(ground: BenchGround): Promise<number[]> {
  const expected = await answerOf(ground, 'ours, --engine apollo');
  writeFileSync(join(ground.folder, 'expected.json'), JSON.stringify(expected));
  await answerOf(ground, 'ours', async (ask) => {
    await ask();
    await fetch(`${ground.subgraphsUrl}/_record?delay=${recordingDelayMs}`);
    await ask();
    await fetch(`${ground.subgraphsUrl}/_record?delay=0`).catch(() => undefined);
  });
  return writeFloor(ground, expected);
}

let recorded: Seen[] = [];

async function writeFloor(ground: BenchGround, answer: unknown): Promise<number[]> {
  const waves = wavesOf(recorded);
  const file = {
    origin: ground.subgraphsUrl,
    answer,
    waves: waves.map((wave) => wave.map(({ path, body }) => ({ path, body }))),
  };
  writeFileSync(join(ground.folder, 'floor.json'), JSON.stringify(file));
  return waves.map(({ length }) => length);
}

async function answerOf(
  ground: BenchGround,
  name: string,
  during?: (ask: () => Promise<unknown>) => Promise<void>,
): Promise<unknown> {
  const contender = benchContenders.find((each) => each.name === name);
  const port = await freePort();
  const options = contender?.start({ sharing: 'off', port, folder: ground.folder });
  if (!options) throw new Error(`there is no ${name}`);
  const started = startProcess(options);
  const url = `http://127.0.0.1:${port}/graphql`;
  const ask = async (): Promise<unknown> => {
    const body = JSON.stringify({ query: heavyQuery });
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors).slice(0, 500)}`);
    return data;
  };
  try {
    await waitForGraphQL(url);
    if (during) {
      await during(async () => {
        const data = await ask();
        recorded = (await (await fetch(`${ground.subgraphsUrl}/_seen`)).json()) ?? [];
        return data;
      });
    }
    return await ask();
  } finally {
    await started.stop();
    await delay(50);
  }
}
