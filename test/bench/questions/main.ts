import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { type CountedCity, startCountedCity } from '../../helpers/countedCity';
import { questionNumbers, questionText, twinVariables } from '../../helpers/questions';
import { repositoryRoot } from '../../helpers/repositoryRoot';
import { type City, startCity } from '../../helpers/startCity';
import { guardsPrice, priceText } from './guardsPrice';

const usage = `npm run bench -- [--rounds N] [--engine own|apollo] [--only questions|guards]

  --rounds N   how often each question is asked, one after the other (default 60)
  --engine E   what plans and executes (default own)
  --only PART  the times and costs of the questions, or what the gateway's guards cost (default both)`;

/** What one question took and cost. Times in milliseconds. */
interface Row {
  readonly question: string;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly departmentRequests: number;
  readonly databaseCommands: number;
}

const packs = ['facts', 'external', 'illustrative'] as const;

function readFlags(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: 'string', default: '60' },
      engine: { type: 'string', default: 'own' },
      only: { type: 'string', default: '' },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 10_000) {
    throw new Error(`--rounds is a whole number from 1 to 10000, not "${values.rounds}"`);
  }
  if (!['own', 'apollo'].includes(values.engine))
    throw new Error(`--engine is own or apollo, not "${values.engine}"`);
  if (!['', 'questions', 'guards'].includes(values.only))
    throw new Error(`--only is questions or guards, not "${values.only}"`);
  return { rounds, engine: values.engine, only: values.only };
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

async function timesOf(city: City, number: string, rounds: number): Promise<number[]> {
  const text = questionText(number);
  const times: number[] = [];
  for (let round = -3; round < rounds; round += 1) {
    const begun = performance.now();
    const { errors } = await city.ask(text, twinVariables[number]);
    if (errors) throw new Error(`question ${number}: ${JSON.stringify(errors)}`);
    if (round >= 0) times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

async function costOf(
  city: CountedCity,
  number: string,
): Promise<Pick<Row, 'departmentRequests' | 'databaseCommands'>> {
  const text = questionText(number);
  await city.costOf(text, twinVariables[number]);
  const { requests, commands } = await city.costOf(text, twinVariables[number]);
  const databaseCommands = Object.values(commands).reduce((sum, events) => sum + events.length, 0);
  return { departmentRequests: requests, databaseCommands };
}

function table(rows: readonly Row[]): string {
  const head = 'question   median ms   p99 ms   requests to departments   database commands';
  const lines = rows.map(({ question, medianMs, p99Ms, departmentRequests, databaseCommands }) =>
    [
      question.padEnd(8),
      medianMs.toFixed(1).padStart(11),
      p99Ms.toFixed(1).padStart(8),
      String(departmentRequests).padStart(25),
      String(databaseCommands).padStart(19),
    ].join(' '),
  );
  return [head, ...lines].join('\n');
}

async function main(argv: readonly string[]): Promise<void> {
  const { rounds, engine, only } = readFlags(argv);
  if (only !== 'guards') await measureQuestions(rounds, engine);
  if (only === 'questions') return;
  console.log('\nMeasuring what the guards cost (a minute) ...');
  console.log(priceText(await guardsPrice({ packs, tier: 'S' }, { seconds: 4, rounds: 5 })));
}

async function measureQuestions(rounds: number, engine: string): Promise<void> {
  const flags = ['--engine', engine];
  console.log(`Starting three databases, three departments and the gateway (engine ${engine}), tier S ...`);
  const city = await startCity({ packs, tier: 'S', gatewayFlags: flags, gatewayEnv: { LOG_LEVEL: 'info' } });
  const times = new Map<string, number[]>();
  for (const number of questionNumbers) times.set(number, await timesOf(city, number, rounds));
  await city.stop();
  console.log('Counting requests and database commands ...');
  const counted = await startCountedCity(packs, 'S', flags);
  const rows: Row[] = [];
  for (const number of questionNumbers) {
    const sorted = times.get(number) ?? [];
    const cost = await costOf(counted, number);
    rows.push({
      question: number,
      medianMs: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      ...cost,
    });
  }
  await counted.stop();
  const folder = join(repositoryRoot, '.cache', 'bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'questions.json');
  const machine = { node: process.version, cores: cpus().length };
  writeFileSync(file, `${JSON.stringify({ at: new Date(), machine, rounds, engine, rows }, null, 2)}\n`);
  console.log(
    `\n${table(rows)}\n\n${rounds} rounds each on ${machine.cores} cores, Node ${machine.node}. All figures are in ${file}.`,
  );
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(1);
  },
);
