import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { questionNumbers, questionText } from '../../helpers/questions';
import { repositoryRoot } from '../../helpers/repositoryRoot';
import { hundredOperations, hundredSubgraphs, subgraphCount } from './hundredSubgraphs';
import { measurePlans, type PlannerTimes } from './measurePlans';

const usage = `npm run bench:plan -- [--rounds N]

How long planning takes, by both planners: the saved questions over this supergraph, and operations over a generated
one of ${subgraphCount} departments.

  --rounds N  engines made for each planner; the best time of all counts (default 5)`;

const planners = ['native', 'apollo'] as const;
const milliseconds = (value: number): string => value.toFixed(value < 10 ? 2 : 0).padStart(9);

function print(title: string, times: ReadonlyMap<string, PlannerTimes>): void {
  console.log(`\n${title}`);
  const head = planners.map((planner) => `${planner}: first   cached     same`.padStart(32)).join('');
  console.log(`${'milliseconds'.padEnd(32)}${head}`);
  const [some] = times.values();
  for (const { operation } of some?.plans ?? []) {
    const columns = planners.map((planner) => {
      const plan = times.get(planner)?.plans.find((each) => each.operation === operation);
      return plan
        ? [plan.firstMs, plan.cachedMs, plan.sameDocumentMs].map(milliseconds).join('').padStart(32)
        : ''.padStart(32);
    });
    console.log(`${operation.padEnd(32)}${columns.join('')}`);
  }
  for (const [planner, { readyMs }] of times)
    console.log(`engine ready, ${planner}: ${Math.round(readyMs)} ms`);
}

async function measureAll(
  title: string,
  ground: { supergraphSdl: string; operations: ReadonlyMap<string, string>; rounds: number },
): Promise<void> {
  const times = new Map<string, PlannerTimes>();
  for (const planner of planners) times.set(planner, await measurePlans({ ...ground, planner }));
  print(title, times);
}

async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...argv], options: { rounds: { type: 'string', default: '5' } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100)
    throw new Error(`--rounds is a whole number from 1 to 100, not "${values.rounds}"`);
  console.log(`Node ${process.version}, ${cpus().length} cores, best of ${rounds} engines`);
  const questions = new Map(questionNumbers.map((number) => [`question ${number}`, questionText(number)]));
  const supergraphSdl = readFileSync(join(repositoryRoot, 'schema', 'supergraph.graphql'), 'utf8');
  await measureAll('This supergraph, 3 departments', { supergraphSdl, operations: questions, rounds });
  await measureAll(`A generated supergraph of ${subgraphCount} departments`, {
    supergraphSdl: hundredSubgraphs(),
    operations: hundredOperations,
    rounds,
  });
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(1);
  },
);
