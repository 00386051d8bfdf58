import { setTimeout as delay } from 'node:timers/promises';
import type { DepartmentName } from '@lien-thong/schema';
import { questionNumbers } from '../helpers/questions';
import type { ChaosCity } from './ChaosCity';
import { percentile } from './percentile';
import { QuestionLoad } from './QuestionLoad';

/** How it is measured. */
export interface SlowOptions {
  /** How long, quiet and slow each, seconds. */
  readonly seconds: number;
  /** Questions a second that do not need the department; a quarter as many do. */
  readonly rate: number;
}

/** What questions take that do not need a department, while it is quick and while it takes two seconds. Times in milliseconds. */
export interface SlowReport {
  readonly department: DepartmentName;
  /** Numbers of the questions that do not need it. */
  readonly questions: readonly string[];
  readonly asked: number;
  readonly incomplete: number;
  readonly quietP99Ms: number;
  readonly slowP99Ms: number;
}

const slowMs = 2_000;
/** Quiet and slow take turns, so that what else the machine does falls upon both. */
const turns = 4;

/** What came before may have left the machine with work to do, and a department that is late is no answer to learn. */
const learntWithinMs = 30_000;

async function learnWhenWell(questions: QuestionLoad): Promise<void> {
  const until = performance.now() + learntWithinMs;
  for (;;) {
    try {
      return await questions.learn();
    } catch (error) {
      if (performance.now() > until) throw error;
      await delay(500);
    }
  }
}

/** The questions that are answered completely without the department. */
async function withoutNeed(city: ChaosCity, name: DepartmentName): Promise<string[]> {
  const questions = new QuestionLoad(city.url);
  await learnWhenWell(questions);
  await city.departmentProxies[name].disable();
  const found: string[] = [];
  for (const number of questionNumbers) {
    if ((await questions.ask(number)).worth === 'complete') found.push(number);
  }
  await city.departmentProxies[name].heal();
  const until = performance.now() + 20_000;
  while (performance.now() < until) {
    const again = await Promise.all(questionNumbers.map((number) => questions.ask(number)));
    if (again.every(({ worth }) => worth === 'complete')) break;
    await delay(200);
  }
  questions.close();
  return found;
}

/** Measures what questions take that do not need a department, while that one is quick and while it is slow. */
export async function trySlowDepartment(
  city: ChaosCity,
  department: DepartmentName,
  { seconds, rate }: SlowOptions,
): Promise<SlowReport> {
  const independent = await withoutNeed(city, department);
  const others = questionNumbers.filter((number) => !independent.includes(number));
  const [measured, beside] = [new QuestionLoad(city.url, independent), new QuestionLoad(city.url, others)];
  await learnWhenWell(measured);
  await learnWhenWell(beside);
  const waits: Record<'quiet' | 'slow', number[]> = { quiet: [], slow: [] };
  let [asked, incomplete] = [0, 0];
  const line = city.departmentProxies[department];
  for (let turn = 0; turn < turns * 2; turn += 1) {
    const when = turn % 2 === 0 ? 'quiet' : 'slow';
    if (when === 'slow') {
      await line.add({ type: 'latency', stream: 'downstream', attributes: { latency: slowMs, jitter: 0 } });
    }
    measured.start(rate);
    beside.start(rate / 4);
    await delay((seconds * 1_000) / turns);
    await measured.stop();
    await beside.stop();
    await line.heal();
    for (const { worth, begunAt, endedAt } of measured.asked.splice(0)) {
      asked += 1;
      if (worth !== 'complete') incomplete += 1;
      waits[when].push(endedAt - begunAt);
    }
    await delay(300);
  }
  measured.close();
  beside.close();
  return {
    department,
    questions: independent,
    asked,
    incomplete,
    quietP99Ms: percentile(waits.quiet, 0.99),
    slowP99Ms: percentile(waits.slow, 0.99),
  };
}
