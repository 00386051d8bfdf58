import { setTimeout as delay } from 'node:timers/promises';
import { randomFrom } from '../differential/random';
import { departmentNames, startChaosCity } from './ChaosCity';
import { CommandLoad } from './CommandLoad';
import { allFaults, combination, type Fault } from './faults';
import { type AskedQuestion, QuestionLoad } from './QuestionLoad';
import { type SlowReport, trySlowDepartment } from './slowDepartment';

/** What is to be tried. */
export interface ChaosOptions {
  /** Only faults whose name has this text; several, separated by "|". */
  readonly only: string;
  /** How long each fault lasts, seconds. */
  readonly seconds: number;
  /** How many random combinations follow. */
  readonly combinations: number;
  /** Questions a second. */
  readonly rate: number;
  readonly seed: number;
  /** How many times longer than on a quiet machine the gateway's deadlines are, and a recovery is waited for. */
  readonly slack: number;
  /** How long a slow department is measured, seconds; 0 does not. */
  readonly slowSeconds: number;
  readonly onReport: (report: FaultReport) => void;
  readonly onSlow: (report: SlowReport) => void;
}

/** What was seen of one fault. */
export interface FaultReport {
  readonly fault: string;
  readonly requests: number;
  readonly complete: number;
  readonly partial: number;
  readonly failed: number;
  readonly wrong: number;
  /** The longest that a client waited for an answer, milliseconds. */
  readonly longestWaitMs: number;
  /** From the end of the fault to the answer of the last question, asked after it, that was not complete, milliseconds; null where it did not get well. */
  readonly recoveryMs: number | null;
  /** Why answers were wrong, and some of why they failed, or were partial to the last. */
  readonly reasons: readonly string[];
}

/** What was seen of all of them. */
export interface ChaosReport {
  readonly faults: readonly FaultReport[];
  readonly slow: readonly SlowReport[];
  readonly commands: CommandLoad['counts'];
  /** What the journals do not hold, in sentences; must be empty. */
  readonly lost: readonly string[];
}

/** How long everything must have been complete to count as well again, milliseconds, and how long that is waited for. */
const wellForMs = 1_500;
const givenUpAfterMs = 20_000;

/** What the gateway gives a department, and a whole request, where nothing is said of it; milliseconds. */
export const standardDeadlines = { departmentMs: 5_000, requestMs: 15_000 } as const;

/** Starts the city, and breaks it in one place after the other while questions are asked and commands are sent. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const random = randomFrom(options.seed);
  const { departmentMs, requestMs } = standardDeadlines;
  const deadlines = [
    ...['--department-deadline-ms', String(departmentMs * options.slack)],
    ...['--request-deadline-ms', String(requestMs * options.slack)],
  ];
  const city = await startChaosCity({ proxied: true, seed: options.seed, gatewayFlags: deadlines });
  const questions = new QuestionLoad(city.url);
  const commands = new CommandLoad(city);
  try {
    await commands.prepare();
    await commands.once();
    await questions.learn();
    await commands.once();
    const wanted = options.only.split('|');
    const chosen = allFaults(city, random).filter(({ name }) => wanted.some((text) => name.includes(text)));
    const several = Array.from({ length: options.combinations }, () =>
      combination(allFaults(city, random), random),
    );
    const reports: FaultReport[] = [];
    for (const fault of [...chosen, ...several]) {
      const report = await tryFault(fault, { questions, commands, options });
      reports.push(report);
      options.onReport(report);
    }
    const slow: SlowReport[] = [];
    for (const name of options.slowSeconds > 0 ? departmentNames : []) {
      const report = await trySlowDepartment(city, name, {
        seconds: options.slowSeconds,
        rate: options.rate,
      });
      slow.push(report);
      options.onSlow(report);
    }
    const counts = commands.counts;
    return { faults: reports, slow, commands: counts, lost: await commands.problems() };
  } finally {
    questions.close();
    commands.close();
    await city.stop();
  }
}

interface Trial {
  readonly questions: QuestionLoad;
  readonly commands: CommandLoad;
  readonly options: ChaosOptions;
}

async function tryFault(fault: Fault, { questions, commands, options }: Trial): Promise<FaultReport> {
  questions.asked.length = 0;
  questions.start(options.rate);
  commands.start(100);
  await delay(500);
  await fault.begin();
  await delay(options.seconds * 1_000);
  await fault.heal();
  const healedAt = performance.now();
  const wellSince = await untilWell(questions, healedAt, options.slack);
  await commands.stop();
  await questions.stop();
  await commands.sendAgain();
  return reportOf(fault, questions.asked, wellSince === null ? null : wellSince - healedAt);
}

/** Since when everything that is asked is answered completely; null where that does not come. */
async function untilWell(questions: QuestionLoad, healedAt: number, slack: number): Promise<number | null> {
  for (;;) {
    const now = performance.now();
    const bad = questions.asked.filter(({ worth, begunAt }) => worth !== 'complete' && begunAt >= healedAt);
    const wellSince = Math.max(healedAt, ...bad.map(({ endedAt }) => endedAt));
    if (now - wellSince > wellForMs) return wellSince;
    if (now - healedAt > givenUpAfterMs * slack) return null;
    await delay(50);
  }
}

function reportOf({ name }: Fault, asked: readonly AskedQuestion[], recoveryMs: number | null): FaultReport {
  const having = (worth: AskedQuestion['worth']) => asked.filter((each) => each.worth === worth);
  // What keeps it from getting well are the last ones.
  const unwell = recoveryMs === null ? having('partial').slice(-3) : [];
  const reasons = [...having('wrong'), ...having('failed').slice(0, 3), ...unwell].map(
    ({ question, worth, why }) => `${worth}, question ${question}: ${why}`,
  );
  return {
    fault: name,
    requests: asked.length,
    complete: having('complete').length,
    partial: having('partial').length,
    failed: having('failed').length,
    wrong: having('wrong').length,
    longestWaitMs: Math.max(0, ...asked.map(({ begunAt, endedAt }) => endedAt - begunAt)),
    recoveryMs,
    reasons,
  };
}
