import { startFederation, type TestFederation, type TestSubgraph } from '../../helpers/federation';

/** Runs a block of tests against a federation by each planner. */
export function withFederation(
  title: string,
  subgraphs: Record<string, TestSubgraph>,
  tests: (federation: () => TestFederation, planner: 'native' | 'apollo') => void,
): void {
  describe.each(['native', 'apollo'] as const)(`${title}, by the %s planner`, (planner) => {
    let federation: TestFederation;
    beforeAll(async () => {
      federation = await startFederation(subgraphs, { planner });
    });
    afterAll(() => federation.close());
    beforeEach(() => {
      federation.calls.length = 0;
    });
    tests(() => federation, planner);
  });
}
