import { readWholeNumbers } from './readWholeNumbers';
import { type ChaosReport, type FaultReport, runChaos } from './runChaos';

const usage = `npm run test:chaos -- [--only TEXT] [--seconds N] [--combinations N] [--rate N] [--seed N]

  --only TEXT       only faults whose name has this text; several, separated by | (default all)
  --seconds N       how long each fault lasts (default 4)
  --combinations N  how many random combinations of faults follow (default 6)
  --rate N          questions a second (default 12)
  --seed N          decides the combinations and the garbage (default: of the clock; it is printed)`;

/** The deadline of a whole request, the gateway's standard, and what a busy machine may add, milliseconds. */
const longestAllowedMs = 15_000 + 2_000;
const recoveryAllowedMs = 5_000;

const columns = ['requests', 'complete', 'partial', 'failed', 'wrong'] as const;

function lineOf(report: FaultReport): string {
  const counts = columns.map((name) => String(report[name]).padStart(name.length)).join('  ');
  const wait = String(Math.round(report.longestWaitMs)).padStart(12);
  const recovery = report.recoveryMs === null ? 'never' : String(Math.round(report.recoveryMs));
  return `${report.fault.padEnd(34)}  ${counts}  ${wait}  ${recovery.padStart(11)}`;
}

function problemsOf({ faults, lost }: ChaosReport): string[] {
  return [
    ...faults.filter(({ wrong }) => wrong > 0).map(({ fault, wrong }) => `${fault}: ${wrong} wrong answers`),
    ...faults
      .filter(({ longestWaitMs }) => longestWaitMs > longestAllowedMs)
      .map(({ fault, longestWaitMs }) => `${fault}: somebody waited ${Math.round(longestWaitMs)} ms`),
    ...faults
      .filter(({ recoveryMs }) => recoveryMs === null || recoveryMs > recoveryAllowedMs)
      .map(({ fault, recoveryMs }) => `${fault}: well again after ${recoveryMs} ms`),
    ...lost,
  ];
}

async function main(argv: readonly string[]): Promise<number> {
  const flags = readWholeNumbers(
    argv,
    {
      seconds: [4, 1, 600],
      combinations: [6, 0, 1_000],
      rate: [12, 1, 1_000],
      seed: [Date.now() % 1_000_000, 0, 999_999_999],
    },
    { only: '' },
  );
  console.log(`seed ${flags.seed}; starting databases, departments, proxies and the gateway ...`);
  console.log(`${'fault'.padEnd(34)}  ${columns.join('  ')}  longest wait  recovery ms`);
  const report = await runChaos({
    ...flags,
    onReport: (each) => {
      console.log(lineOf(each));
      for (const reason of each.reasons.slice(0, 6)) console.log(`    ${reason.slice(0, 300)}`);
    },
  });
  const { commands, acknowledged, sentAgain, replayed } = report.commands;
  console.log(
    `\n${commands} commands, ${sentAgain} sent again with their keys (${replayed} had been done), ${acknowledged} acknowledged, ${report.lost.length} lost`,
  );
  const problems = problemsOf(report);
  console.log(`problems: ${problems.length}`);
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`${error.stack}\n\n${usage}`);
    process.exit(1);
  },
);
