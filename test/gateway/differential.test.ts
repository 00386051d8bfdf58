import { ourEngine } from '../differential/contenders';
import { type DifferentialReport, runDifferential } from '../differential/runDifferential';

// The whole run, with other gateways beside ours, is `npm run test:differential`.
const seed = Number(process.env.DIFFERENTIAL_SEED ?? 1);

/** What each disagreement of a report was about, short enough to read in a failure. */
const summary = ({ disagreements }: DifferentialReport) =>
  disagreements.map(
    ({ contender, worldSeed, operationSeed }) =>
      `${contender}: world ${worldSeed}, operation ${operationSeed}`,
  );

test(`both planners answer random operations over random supergraphs as the merged schema does (seed ${seed})`, async () => {
  const contenders = new Map([
    ['native', ourEngine('native')],
    ['apollo', ourEngine('apollo')],
  ]);
  const report = await runDifferential({ seed, cases: 75, contenders });
  expect(report.operations).toBe(75);
  expect(summary(report)).toEqual([]);
}, 300_000);
