import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { hiveGateway, ourEngine, peersFolder, stockGateway } from './contenders';
import { type Disagreement, runDifferential } from './runDifferential';

const usage = `npm run test:differential -- [--cases N] [--seed N] [--show N] [--no-peers] [--ours]

  --cases N   operations to run (default 2000)
  --seed N    where the random supergraphs begin (default 1)
  --show N    disagreements of ours to print in full (default 3)
  --no-peers  without Hive Gateway (it is installed on first use, about half a gigabyte)
  --ours      our engine alone, with both planners`;

interface Flags {
  readonly cases: number;
  readonly seed: number;
  readonly show: number;
  readonly peers: boolean;
  readonly ours: boolean;
}

function readFlags(argv: readonly string[]): Flags {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      cases: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      show: { type: 'string', default: '3' },
      'no-peers': { type: 'boolean', default: false },
      ours: { type: 'boolean', default: false },
    },
  });
  const whole = (name: 'cases' | 'seed' | 'show'): number => {
    if (!/^\d{1,9}$/.test(values[name]))
      throw new Error(`--${name} is a whole number, not "${values[name]}"`);
    return Number(values[name]);
  };
  return {
    cases: whole('cases'),
    seed: whole('seed'),
    show: whole('show'),
    peers: !values['no-peers'] && !values.ours,
    ours: values.ours,
  };
}

function hiveOrInstalled() {
  const present = hiveGateway();
  if (present) return present;
  console.log('Installing the other gateways to compare with; about a minute.');
  execFileSync('npm', ['ci', '--silent'], { cwd: peersFolder, stdio: 'inherit' });
  return hiveGateway();
}

function describe({
  contender,
  world,
  worldSeed,
  operationSeed,
  operation,
  expected,
  actual,
}: Disagreement): string {
  const lines = [
    `--- ${contender}: world ${worldSeed} (${world}), operation ${operationSeed}`,
    operation.text,
    JSON.stringify(operation.variables),
    `expected ${JSON.stringify(expected).slice(0, 1_500)}`,
    `actual   ${JSON.stringify(actual).slice(0, 1_500)}`,
  ];
  return lines.join('\n');
}

async function main(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv);
  const hive = flags.peers ? hiveOrInstalled() : null;
  const contenders = new Map([
    ['ours, native planner', ourEngine('native')],
    ['ours, Apollo planner', ourEngine('apollo')],
    ...(flags.ours ? [] : [['stock Apollo gateway', stockGateway] as const]),
    ...(hive ? [['Hive Gateway', hive] as const] : []),
  ]);
  const report = await runDifferential({
    ...flags,
    contenders,
    onProgress: (done) => done % 100 === 0 && process.stderr.write(`${done} of ${flags.cases}\n`),
  });
  const { seed, worlds, rejectedWorlds, operations, scores, disagreements, directives, excused } = report;
  console.log(
    `seed ${seed}: ${operations} operations over ${worlds} supergraphs (${rejectedWorlds} did not compose)`,
  );
  console.log('\nGenerated, and in how many supergraphs:');
  for (const [label, { uses, worlds: among }] of directives.entries()) {
    console.log(`  ${label.padEnd(30)} ${String(uses).padStart(6)} ${String(among).padStart(6)}`);
  }
  console.log('');
  for (const [name, { agreed, disagreed }] of scores) {
    console.log(`${name.padEnd(22)} agrees with the judge ${agreed}, disagrees ${disagreed}`);
  }
  for (const [reason, cases] of excused) {
    console.log(`\nNot judged, because ${reason}:\n  ${cases.join('\n  ')}`);
  }
  const ours = disagreements.filter(({ contender }) => contender.startsWith('ours'));
  for (const each of ours.slice(0, flags.show)) console.log(describe(each));
  return ours.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(1);
  },
);
