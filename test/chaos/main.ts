import { readWholeNumbers } from './readWholeNumbers';
import { type ChaosReport, type FaultReport, runChaos, standardDeadlines } from './runChaos';
import { runCommand } from './runCommand';
import type { SlowReport } from './slowDepartment';

const usage = `npm run test:chaos -- [--only TEXT] [--seconds N] [--combinations N] [--rate N] [--slack N] [--seed N]

  --only TEXT       only faults whose name has this text; several, separated by | (default all)
  --seconds N       how long each fault lasts (default 4)
  --combinations N  how many random combinations of faults follow (default 6)
  --slow-seconds N  how long a department that takes 2 s is measured, with each of them; 0 for not at all (default 20)
  --rate N          questions a second (default 12)
  --slack N         how many times longer than wanted all may take: for a machine that is slow or busy (default 1)
  --seed N          decides the combinations and the garbage (default: of the clock; it is printed)`;

/** The deadline of a whole request, and what a busy machine may add, milliseconds. */
const longestAllowedMs = standardDeadlines.requestMs + 2_000;
const recoveryAllowedMs = 5_000;
/** Ten percent, and what a clock and a scheduler make of few milliseconds. */
const slowdownAllowed = (quietMs: number): number => quietMs * 1.1 + 2;

const columns = ['requests', 'complete', 'partial', 'failed', 'wrong'] as const;

function lineOf(report: FaultReport): string {
  const counts = columns.map((name) => String(report[name]).padStart(name.length)).join('  ');
  const wait = String(Math.round(report.longestWaitMs)).padStart(12);
  const recovery = report.recoveryMs === null ? 'never' : String(Math.round(report.recoveryMs));
  return `${report.fault.padEnd(34)}  ${counts}  ${wait}  ${recovery.padStart(11)}`;
}

function printSlow({ department, questions, asked, incomplete, quietP99Ms, slowP99Ms }: SlowReport): void {
  console.log(
    `${department} takes 2 s: questions ${questions.join(', ')} do not need it; ${asked} asked, ${incomplete} not complete, p99 ${quietP99Ms.toFixed(1)} ms in quiet, ${slowP99Ms.toFixed(1)} ms beside it (${(slowP99Ms / quietP99Ms).toFixed(2)} times)`,
  );
}

function problemsOf({ faults, slow, lost }: ChaosReport, slack: number): string[] {
  return [
    ...faults.filter(({ wrong }) => wrong > 0).map(({ fault, wrong }) => `${fault}: ${wrong} wrong answers`),
    ...faults
      .filter(({ longestWaitMs }) => longestWaitMs > longestAllowedMs * slack)
      .map(({ fault, longestWaitMs }) => `${fault}: somebody waited ${Math.round(longestWaitMs)} ms`),
    ...faults
      .filter(({ recoveryMs }) => recoveryMs === null || recoveryMs > recoveryAllowedMs * slack)
      .map(({ fault, recoveryMs }) => `${fault}: well again after ${recoveryMs} ms`),
    ...slow
      .filter(
        ({ incomplete, quietP99Ms, slowP99Ms }) => incomplete > 0 || slowP99Ms > slowdownAllowed(quietP99Ms),
      )
      .map(({ department }) => `questions that do not need ${department} are worse while it is slow`),
    ...lost,
  ];
}

async function main(argv: readonly string[]): Promise<number> {
  const flags = readWholeNumbers(
    argv,
    {
      seconds: [4, 1, 600],
      combinations: [6, 0, 1_000],
      'slow-seconds': [20, 0, 3_600],
      rate: [12, 1, 1_000],
      slack: [1, 1, 100],
      seed: [Date.now() % 1_000_000, 0, 999_999_999],
    },
    { only: '' },
  );
  console.log(`seed ${flags.seed}; starting databases, departments, proxies and the gateway ...`);
  console.log(`${'fault'.padEnd(34)}  ${columns.join('  ')}  longest wait  recovery ms`);
  const report = await runChaos({
    ...flags,
    slowSeconds: flags['slow-seconds'],
    onSlow: printSlow,
    onReport: (each) => {
      console.log(lineOf(each));
      for (const reason of each.reasons.slice(0, 6)) console.log(`    ${reason.slice(0, 300)}`);
    },
  });
  const { commands, acknowledged, sentAgain, replayed } = report.commands;
  console.log(
    `\n${commands} commands, ${sentAgain} sent again with their keys (${replayed} had been done), ${acknowledged} acknowledged, ${report.lost.length} lost`,
  );
  const problems = problemsOf(report, flags.slack);
  console.log(`problems: ${problems.length}`);
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

runCommand(main, usage);
