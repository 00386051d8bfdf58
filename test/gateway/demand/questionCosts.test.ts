import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '@lien-thong/gateway';
import { parse } from 'graphql';
import { noCosts } from '../../../gateway/src/demand/CostTable';
import { Demands } from '../../../gateway/src/demand/Demands';
import { readSupergraph } from '../../../gateway/src/plan/Supergraph';
import { savedOperations } from '../../helpers/questions';
import { repositoryRoot } from '../../helpers/repositoryRoot';

const { costLimit, assumedListSize } = readConfig({}, []);
const { apiSchema: schema, costs } = readSupergraph(
  readFileSync(join(repositoryRoot, 'schema', 'supergraph.graphql'), 'utf8'),
);
const demands = new Demands({ assumedListSize, costsOf: () => costs ?? noCosts });
const estimates = savedOperations.map(({ name, query }) => ({
  name,
  estimated: demands.estimateOf({ schema, document: parse(query) }),
}));
const rows = estimates.map(({ name, estimated }) => `| ${name} | ${estimated.toLocaleString('en-US')} |`);

describe('the saved questions', () => {
  it.each(estimates)('ask for a fifth of the limit at most: $name $estimated', ({ estimated }) => {
    expect(estimated).toBeGreaterThan(0);
    expect(estimated).toBeLessThanOrEqual(costLimit / 5);
  });

  it('have their estimates in the README', () => {
    const readme = readFileSync(join(repositoryRoot, 'gateway', 'README.md'), 'utf8');
    const told = readme.split('\n').map((line) => line.replace(/ +/g, ' '));
    expect(told).toEqual(expect.arrayContaining(rows));
  });
});
