import { Overrides } from '../../../gateway/src/plan/Overrides';
import { federation2, startFederation } from '../../helpers/federation';

const graph = {
  a: {
    sdl: `${federation2} type Query { x: String y: String z: String }`,
    resolvers: { Query: { x: () => 'a', y: () => 'a', z: () => 'a' } },
  },
  b: {
    sdl: `${federation2} type Query {
      x: String @override(from: "a", label: "percent(0)")
      y: String @override(from: "a", label: "beta")
      z: String @override(from: "a", label: "percent(100)") }`,
    resolvers: { Query: { x: () => 'b', y: () => 'b', z: () => 'b' } },
  },
};

describe.each(['native', 'apollo'] as const)('progressive @override by the %s planner', (planner) => {
  test('holds for its share of requests and for those who ask for it', async () => {
    const federation = await startFederation(graph, { planner });
    expect(await federation.ask('{ x y z }')).toEqual({ data: { x: 'a', y: 'a', z: 'b' } });
    expect(await federation.ask('{ x y z }', {}, { overrideLabels: new Set(['beta', 'unknown']) })).toEqual({
      data: { x: 'a', y: 'b', z: 'b' },
    });
    await federation.close();
  });
});

test('rolls between two thresholds are one choice', () => {
  const overrides = new Overrides(['percent(25)', 'beta', 'percent(0.5)']);
  const keys = [0, 0.4, 0.5, 24.9, 25, 99.9].map((roll) => overrides.choose(new Set(), roll).overrideKey);
  expect(keys).toEqual(['|0', '|0', '|0.5', '|0.5', '|25', '|25']);
});
