import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../../helpers/freePort';
import { benchContenders, type Sharing } from './contenders';
import { prepareTools, type RunningGround, startGround } from './ground';
import { load, type Measurement, measure } from './measure';

const usage = `npm run bench:gateway -- [--seconds N] [--rounds N] [--connections N] [--only TEXT]

  --seconds N      length of each measured run (default 8)
  --rounds N       runs of each gateway, taken in turn; the median counts (default 2)
  --connections N  client connections (default 50)
  --only TEXT      only gateways whose name has this text, and the floor`;

interface Result {
  readonly sharing: Sharing;
  readonly name: string;
  readonly runs: readonly Measurement[];
}

const say = (line: string): void => console.log(line);

function readFlags(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seconds: { type: 'string', default: '8' },
      rounds: { type: 'string', default: '2' },
      connections: { type: 'string', default: '50' },
      only: { type: 'string', default: '' },
    },
  });
  const number = (name: 'seconds' | 'rounds' | 'connections'): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1 || value > 600) {
      throw new Error(`--${name} is a whole number from 1 to 600, not "${values[name]}"`);
    }
    return value;
  };
  return {
    seconds: number('seconds'),
    rounds: number('rounds'),
    connections: number('connections'),
    only: values.only,
  };
}

type Flags = ReturnType<typeof readFlags>;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const of = (result: Result, field: keyof Measurement): number =>
  median(result.runs.map((each) => each[field]));

/** How fast the subgraphs are by themselves, to show that they are not what is measured. */
async function subgraphHeadroom(ground: RunningGround): Promise<number> {
  const floor = JSON.parse(readFileSync(join(ground.folder, 'floor.json'), 'utf8')) as {
    waves: Array<Array<{ path: string; body: string }>>;
  };
  const request = floor.waves[0]?.[0];
  if (!request) return 0;
  const folder = join(ground.folder, 'headroom');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'body.json'), request.body);
  writeFileSync(join(folder, 'expected.json'), 'null');
  const report = await load({ ...ground, folder }, `${ground.subgraphsUrl}${request.path}`, 3);
  return report.rps;
}

async function measureAll(ground: RunningGround, flags: Flags): Promise<Result[]> {
  const results: Result[] = [];
  for (const sharing of ['off', 'reads', 'requests'] as const) {
    const chosen = benchContenders.filter(
      ({ name }) => name.startsWith('floor') || name.includes(flags.only),
    );
    const runs = new Map<string, Measurement[]>(chosen.map(({ name }) => [name, []]));
    for (let round = 1; round <= flags.rounds; round += 1) {
      for (const contender of chosen) {
        const port = await freePort();
        const options = contender.start({ sharing, port, folder: ground.folder });
        if (!options) continue;
        say(`sharing ${sharing}, round ${round}: ${contender.name} ...`);
        const measured = await measure(ground, options, { port, seconds: flags.seconds, warmSeconds: 4 });
        runs.get(contender.name)?.push(measured);
      }
    }
    for (const [name, measured] of runs)
      if (measured.length > 0) results.push({ sharing, name, runs: measured });
  }
  return results;
}

function table(results: readonly Result[]): string {
  const floor = results.find(({ name }) => name.startsWith('floor'));
  const floorRps = floor ? of(floor, 'rps') : 0;
  const lines = results.map((result) => {
    const stock = results.find(({ name }) => name.includes('apollo'));
    const rps = of(result, 'rps');
    const cells = [
      result.sharing.padEnd(8),
      result.name.padEnd(30),
      rps.toFixed(0).padStart(7),
      of(result, 'p50').toFixed(1).padStart(8),
      of(result, 'p99').toFixed(1).padStart(8),
      of(result, 'memoryMiB').toFixed(0).padStart(7),
      of(result, 'subgraphRequests').toFixed(2).padStart(9),
      (rps / floorRps).toFixed(2).padStart(8),
      (stock ? (rps / of(stock, 'rps')).toFixed(2) : '').padStart(8),
      String(of(result, 'wrong') + of(result, 'failed')).padStart(6),
    ];
    return cells.join(' ');
  });
  const head =
    'sharing  gateway                          req/s   p50 ms   p99 ms  MiB    sub.req.  x floor  x stock  wrong';
  return [head, ...lines].join('\n');
}

async function main(argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv);
  const ground = await startGround(prepareTools(say), flags.connections);
  try {
    say(`The floor makes ${ground.waves.join(' + ')} subgraph requests in ${ground.waves.length} waves.`);
    const headroom = await subgraphHeadroom(ground);
    const results = await measureAll(ground, flags);
    const busiest = Math.max(...results.map((each) => of(each, 'rps') * of(each, 'subgraphRequests')));
    say(`\n${table(results)}\n`);
    say(
      `Subgraphs alone, with the load generator beside them: ${headroom.toFixed(0)} requests/s; the busiest gateway asked them ${busiest.toFixed(0)} a second.`,
    );
    const file = join(ground.folder, '..', 'gateway.json');
    writeFileSync(
      file,
      `${JSON.stringify({ at: new Date(), flags, waves: ground.waves, headroom, results }, null, 2)}\n`,
    );
    say(`All figures are in ${file}.`);
  } finally {
    ground.stop();
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(1);
  },
);
