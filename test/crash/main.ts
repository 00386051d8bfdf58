import { parseArgs } from 'node:util';
import { financeDefinition } from '@lien-thong/finance';
import { financeSubject } from './financeSubject';
import { runCrashes } from './runCrashes';

const usage = `npm run test:crash -- [--kills N] [--writers N] [--seed N]

  --kills N     how often a department is killed while commands are written to it (default 200)
  --writers N   clients that write at once (default 4)
  --seed N      decides the commands and the moments (default 1)`;

function readFlags(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      kills: { type: 'string', default: '200' },
      writers: { type: 'string', default: '4' },
      seed: { type: 'string', default: '1' },
    },
  });
  const whole = (name: 'kills' | 'writers' | 'seed'): number => {
    if (!/^\d{1,6}$/.test(values[name]))
      throw new Error(`--${name} is a whole number, not "${values[name]}"`);
    return Number(values[name]);
  };
  return { kills: whole('kills'), writers: whole('writers'), seed: whole('seed') };
}

async function main(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv);
  const aggregates = financeDefinition().aggregates ?? [];
  const report = await runCrashes({
    ...flags,
    subject: await financeSubject(),
    aggregates,
    onProgress: (line) => console.log(line),
  });
  const { problems, ...counts } = report;
  for (const [name, count] of Object.entries(counts)) console.log(`${name.padEnd(20)} ${count}`);
  console.log(`problems             ${problems.length}`);
  for (const problem of problems.slice(0, 20)) console.log(`  ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`${error.stack}\n\n${usage}`);
    process.exit(1);
  },
);
