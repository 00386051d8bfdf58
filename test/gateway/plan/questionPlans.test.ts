import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, type Engine } from '@lien-thong/gateway';
import { parse } from 'graphql';
import { questionText } from '../../helpers/questions';

/** Requests and waves that each saved question may cost at most: the shapes of Apollo's planner for this supergraph. */
const atMost: Readonly<Record<string, readonly [requests: number, depth: number]>> = {
  '01': [4, 3],
  '02': [2, 2],
  '03': [3, 3],
  '04': [8, 3],
  '05': [3, 2],
  '06': [2, 2],
  '07': [2, 2],
  '08': [1, 1],
  '09': [3, 2],
  '10': [2, 2],
  '11': [5, 3],
  '12': [4, 2],
  '13': [4, 2],
  '14': [3, 1],
};

interface ExplainedStep {
  readonly index: number;
  readonly after: readonly number[];
}

let engine: Engine;

beforeAll(async () => {
  const supergraph = readFileSync(join(__dirname, '..', '..', '..', 'schema', 'supergraph.graphql'), 'utf8');
  engine = await createEngine(supergraph, { subgraphUrl: () => 'http://127.0.0.1:9' });
});
afterAll(() => engine.dispose());

function depthOf(steps: readonly ExplainedStep[]): number {
  const depths = new Map<number, number>();
  for (const { index, after } of steps) {
    depths.set(index, 1 + Math.max(0, ...after.map((before) => depths.get(before) ?? 0)));
  }
  return Math.max(0, ...depths.values());
}

test.each(Object.entries(atMost))(
  'question %s needs no more than %j requests and waves',
  async (number, [requests, depth]) => {
    const plans = await engine.explain({ document: parse(questionText(number)) });
    const steps = plans.flatMap((plan) => plan.steps);
    expect(steps.length).toBeLessThanOrEqual(requests);
    expect(depthOf(steps)).toBeLessThanOrEqual(depth);
  },
);
