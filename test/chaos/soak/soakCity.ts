import { setTimeout as delay } from 'node:timers/promises';
import { departmentNames, patience, startChaosCity } from '../ChaosCity';
import { CommandLoad } from '../CommandLoad';
import { type ProbeReading, Probes } from '../Probes';
import { percentile } from '../percentile';
import { QuestionLoad } from '../QuestionLoad';
import { growthOf } from './flatness';
import { printReading, printReadingsHead } from './printReading';

/** How long, and how much is asked. */
export interface SoakCityOptions {
  readonly minutes: number;
  /** Questions a second. */
  readonly rate: number;
  /** How many times more the event loop may be held up than wanted. */
  readonly slack: number;
}

/** How often processes are read, milliseconds: thirty times in all, but not more often than every 5 s. */
const intervalOf = (minutes: number): number => Math.max(5_000, (minutes * 60_000) / 30);

/** Asks and writes for so long, and reads what gateway and departments hold meanwhile; what has grown, in sentences. */
export async function soakCity({ minutes, rate, slack }: SoakCityOptions): Promise<readonly string[]> {
  const probes = new Probes();
  const city = await startChaosCity({
    proxied: false,
    seed: 1,
    env: probes.env,
    gatewayFlags: patience,
  });
  const questions = new QuestionLoad(city.url);
  const commands = new CommandLoad(city);
  const programs = [
    { name: 'gateway', pid: city.gateway.pid },
    ...departmentNames.map((name) => ({ name, pid: city.processes[name].pid })),
  ];
  const readings = new Map<string, ProbeReading[]>(programs.map(({ name }) => [name, []]));
  try {
    await commands.prepare();
    await commands.once();
    await questions.learn();
    questions.start(rate);
    commands.start(1_000);
    printReadingsHead();
    const begunAt = performance.now();
    const [counts, waits] = [{ complete: 0, partial: 0, failed: 0, wrong: 0 }, [] as number[]];
    while (performance.now() - begunAt < minutes * 60_000) {
      await delay(intervalOf(minutes));
      for (const { name, pid } of programs) {
        const reading = await probes.read(pid);
        readings.get(name)?.push(reading);
        printReading(name, reading, performance.now() - begunAt);
      }
      for (const { worth, begunAt: from, endedAt } of questions.asked.splice(0)) {
        counts[worth] += 1;
        waits.push(endedAt - from);
      }
    }
    await commands.stop();
    await questions.stop();
    const { commands: sent, acknowledged } = commands.counts;
    console.log(
      `${waits.length} questions: ${JSON.stringify(counts)}, p50 ${percentile(waits, 0.5).toFixed(1)} ms, p99 ${percentile(waits, 0.99).toFixed(1)} ms; ${acknowledged} of ${sent} commands acknowledged`,
    );
    const bad = counts.failed + counts.wrong + counts.partial;
    return [
      ...(bad > 0 ? [`${bad} questions were not answered completely`] : []),
      ...[...readings].flatMap(([name, list]) => growthOf(name, list, slack)),
      ...(await commands.problems()),
    ];
  } finally {
    questions.close();
    commands.close();
    await city.stop();
    probes.remove();
  }
}
