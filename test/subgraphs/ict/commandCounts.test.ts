import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, print, visit } from 'graphql';
import { type IctFixture, startIct } from './ictFixture';

const questions = join(__dirname, '..', '..', '..', 'schema', 'questions');

/** Fields of other departments that the saved questions ask for below what this one owns. */
const foreign = new Set([
  'paid',
  'outstanding',
  'payableNow',
  'settlementBlockers',
  'budgetCeiling',
  'headroom',
  'allocations',
  'targets',
  'tasks',
  'totalPaid',
  'advanceUnrecovered',
  'budgetLines',
  'indicators',
]);

/** A saved question without what other departments answer. */
function ownPart(file: string): string {
  const document = parse(readFileSync(join(questions, file), 'utf8'));
  const own = visit(document, { Field: (node) => (foreign.has(node.name.value) ? null : undefined) });
  const text = print(own);
  // A variable that only other departments' fields used is gone with them.
  return text.replace(/, \$(\w+): [^,)]+/g, (declared, name) =>
    text.split(`$${name}`).length > 2 ? declared : '',
  );
}

const programmePart = `query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on Programme {
  contractSummary(fiscalYear: 2019) { count signedValue { amount } withoutApprovedUnitPrice factBreakdown { status count amount { amount } } }
  contracts(filter: { fiscalYear: 2019, status: [ACTIVE] }, orderBy: [{ field: VALUE }], first: 20) {
    totalCount
    nodes { id number title { vi } provider { legalName } signedOn value { amount } provenance { status } }
  } } } }`;
const twin = { ids: [{ __typename: 'Programme', id: 'x-prg-0001' }] };

const asked: Array<[string, string, Record<string, unknown>]> = [
  ['01 of the programme', programmePart, twin],
  ['02 of services', ownPart('02-services-without-agreed-price.graphql'), {}],
  ['05 of a document', ownPart('05-document-trail.graphql'), { number: '7072/QĐ-UBND' }],
  ['06 of contracts', ownPart('06-settlement-blockers.graphql'), {}],
  ['07 of providers', ownPart('07-provider-exposure.graphql'), {}],
  ['13 of facts', ownPart('13-facts-only.graphql'), {}],
];

describe('database commands of the saved questions', () => {
  let small: IctFixture;
  let medium: IctFixture;
  beforeAll(async () => {
    [small, medium] = await Promise.all([startIct({ tier: 'S' }), startIct({ tier: 'M', share: 0.2 })]);
  }, 120_000);
  afterAll(() => Promise.all([small.stop(), medium.stop()]));

  test.each(asked)(
    'question %s takes as many on a fifth of tier M as on tier S',
    async (_, query, variables) => {
      const count = async (ict: IctFixture) => {
        let errors: unknown;
        const commands = await ict.commandsDuring(async () => {
          ({ errors } = await ict.ask(query, variables));
        });
        expect(errors).toBeUndefined();
        return commands.map(({ commandName, command }) => `${commandName} ${command[commandName]}`).sort();
      };
      expect(await count(medium)).toEqual(await count(small));
    },
  );

  test('question 01 takes three commands here for twenty contracts', async () => {
    await medium.ask('{ ictDataset { department { code } } }');
    const answer = await medium.ask(programmePart, twin);
    expect(answer.data._entities[0].contracts.nodes).toHaveLength(20);
    expect(answer.commands).toBe(3);
  });

  const everything = `query ($first: Int!) { contracts(first: $first) {
    totalCount totalValue { amount } factBreakdown { count }
    nodes {
      provider { legalName provenance { status } contracts(first: 2) { totalCount } } buyer { code } documents { number }
      acceptances(first: 3) { totalCount nodes { document { number } items { item { description { vi } } } } }
      items { service { code currentUnitPrice(on: "2018-01-01") { price { amount } } } unitPrice { status approvedBy { number } submittedIn { number } comparedWith { id } } }
    } } }`;

  test('a page of 50 takes as many as a page of 20', async () => {
    const few = await medium.ask(everything, { first: 20 });
    const many = await medium.ask(everything, { first: 50 });
    expect(few.errors).toBeUndefined();
    expect(many.data.contracts.nodes).toHaveLength(50);
    expect(many.commands).toBe(few.commands);
    expect(many.commands).toBeLessThanOrEqual(17);
  });
});
