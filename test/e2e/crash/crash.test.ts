import { financeDefinition } from '@lien-thong/finance';
import { financeSubject } from '../../crash/financeSubject';
import { runCrashes } from '../../crash/runCrashes';

// The long run is `npm run test:crash -- --kills 200`.
const kills = 6;
const seed = Number(process.env.CRASH_SEED ?? 1);

test(`nothing is lost, doubled or broken over ${kills} kill -9 of the department of finance (seed ${seed})`, async () => {
  const aggregates = financeDefinition().aggregates ?? [];
  const report = await runCrashes({ subject: await financeSubject(), aggregates, kills, writers: 4, seed });
  expect(report.problems).toEqual([]);
  expect(report.done).toBeGreaterThan(10);
}, 120_000);
