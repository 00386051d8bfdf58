import type { TestProcess } from '../../helpers/startProcess';
import { departmentNames, patience, startChaosCity } from '../ChaosCity';
import { CommandLoad } from '../CommandLoad';
import { QuestionLoad } from '../QuestionLoad';

/** What is to be restarted. */
export interface RollingOptions {
  /** How often each process is replaced. */
  readonly rounds: number;
  /** Processes of the gateway; each department has one. */
  readonly workers: number;
  /** Questions a second. */
  readonly rate: number;
}

/** What was seen while one program was replaced. Times in milliseconds. */
export interface RollReport {
  readonly what: string;
  readonly tookMs: number;
  readonly requests: number;
  /** Neither complete nor right: none is wanted. */
  readonly bad: number;
  readonly longestWaitMs: number;
  readonly commands: number;
  /** Commands that were not acknowledged at the first time: none is wanted. */
  readonly unacknowledged: number;
  readonly reasons: readonly string[];
}

const endedLine = /the former workers have ended/;
const rollWithinMs = 300_000;

/** Sends SIGHUP, and waits until the new workers serve and the former ones are gone. */
async function roll({ pid, waitForNext }: TestProcess): Promise<void> {
  await waitForNext(endedLine, () => process.kill(pid, 'SIGHUP'), rollWithinMs);
}

async function rollUnderLoad(
  [what, program]: readonly [string, TestProcess],
  { rate }: RollingOptions,
  loads: { readonly questions: QuestionLoad; readonly commands: CommandLoad },
): Promise<RollReport> {
  const { questions, commands } = loads;
  questions.asked.length = 0;
  const before = commands.counts;
  commands.reasons.length = 0;
  questions.start(rate);
  commands.start(100);
  const begunAt = performance.now();
  await roll(program);
  const tookMs = performance.now() - begunAt;
  await commands.stop();
  await questions.stop();
  const after = commands.counts;
  const bad = questions.asked.filter(({ worth }) => worth !== 'complete');
  const sent = after.commands - before.commands;
  return {
    what,
    tookMs,
    requests: questions.asked.length,
    bad: bad.length,
    longestWaitMs: Math.max(0, ...questions.asked.map((each) => each.endedAt - each.begunAt)),
    commands: sent,
    unacknowledged: sent - (after.acknowledged - before.acknowledged),
    reasons: [
      ...bad.slice(0, 5).map(({ question, worth, why }) => `${worth}, question ${question}: ${why}`),
      ...commands.reasons.slice(0, 5),
    ],
  };
}

/** Replaces the processes of the gateway and of each department, one program after the other, while all are asked and written to. */
export async function runRolling(
  options: RollingOptions,
  onReport: (report: RollReport) => void,
): Promise<readonly string[]> {
  const { workers } = options;
  const city = await startChaosCity({ proxied: false, seed: 1, workers, gatewayFlags: patience });
  const questions = new QuestionLoad(city.url);
  const commands = new CommandLoad(city);
  try {
    await commands.prepare();
    await commands.once();
    await questions.learn();
    for (let round = 1; round <= options.rounds; round += 1) {
      const programs = [
        ['gateway', city.gateway] as const,
        ...departmentNames.map((name) => [name, city.processes[name]] as const),
      ];
      for (const program of programs) {
        onReport(await rollUnderLoad(program, options, { questions, commands }));
      }
    }
    return await commands.problems();
  } finally {
    questions.close();
    commands.close();
    await city.stop();
  }
}
