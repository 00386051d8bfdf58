import { parse } from 'graphql';
import { readCostTable } from '../../../gateway/src/demand/CostTable';

const tableOf = (link: string, fields: string) =>
  readCostTable(parse(`schema ${link} { query: Query } type Query { ${fields} }`));

describe('the costs of a supergraph', () => {
  it.each<[what: string, link: string, cost: string, listSize: string]>([
    [
      'imported',
      '@link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost", "@listSize"])',
      'cost',
      'listSize',
    ],
    ['not imported', '@link(url: "https://specs.apollo.dev/cost/v0.1")', 'cost', 'cost__listSize'],
    [
      'of a link by another name',
      '@link(url: "https://specs.apollo.dev/cost/v0.1", as: "ibm")',
      'ibm',
      'ibm__listSize',
    ],
    [
      'imported by other names',
      '@link(url: "https://specs.apollo.dev/cost/v0.1", import: [{ name: "@cost", as: "@price" }, { name: "@listSize", as: "@size" }])',
      'price',
      'size',
    ],
  ])('are read where the directives are %s', (_what, link, cost, listSize) => {
    const { fields } = tableOf(link, `a: Int @${cost}(weight: 3) b: [Int] @${listSize}(assumedSize: 7)`);
    expect(fields.get('Query.a')?.weight).toBe(3);
    expect(fields.get('Query.b')?.listSize).toEqual({
      assumedSize: 7,
      slicingArguments: [],
      sizedFields: [],
      requireOneSlicingArgument: true,
    });
  });

  it('are none where the supergraph says nothing', () => {
    expect(tableOf('', 'a: Int').fields.size).toBe(0);
  });
});
