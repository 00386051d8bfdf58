import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, print, visit } from 'graphql';
import { type Answer, type IctFixture, startIct } from './ictFixture';

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
/** The parts of answers that are looked at. */
interface Pages {
  readonly _entities: ReadonlyArray<{ readonly contracts: { readonly nodes: readonly unknown[] } }>;
  readonly contracts: { readonly nodes: readonly unknown[] };
}

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
    [small, medium] = await Promise.all([startIct({ tier: 'S' }), startIct({ tier: 'M', share: 0.1 })]);
  }, 120_000);
  afterAll(() => Promise.all([small.stop(), medium.stop()]));

  test.each(asked)(
    'question %s takes as many on a tenth of tier M as on tier S',
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

  /** Commands on the rows of the department, by what they are; sorted. */
  const commandsOf = async (query: string, variables: Record<string, unknown>) => {
    let answer: Answer<never> | undefined;
    const commands = await medium.commandsDuring(async () => {
      answer = await medium.ask(query, variables);
    });
    expect(answer?.errors).toBeUndefined();
    const names = commands.map(({ commandName, command }) => `${commandName} ${command[commandName]}`);
    return { names: names.sort(), data: answer?.data as never as Pages };
  };

  test('question 01 takes three commands here for twenty contracts', async () => {
    const { names, data } = await commandsOf(programmePart, twin);
    expect(data._entities[0]?.contracts.nodes).toHaveLength(20);
    expect(names).toEqual(['find contracts', 'find contracts', 'find contracts']);
  });

  const everything = `query ($first: Int!) { contracts(first: $first) {
    totalCount totalValue { amount } factBreakdown { count }
    nodes {
      provider { legalName provenance { status } contracts(first: 2) { totalCount } } buyer { code } documents { number }
      acceptances(first: 3) { totalCount nodes { document { number } items { item { description { vi } } } } }
      items { service { code currentUnitPrice(on: "2018-01-01") { price { amount } } } unitPrice { status approvedBy { number } submittedIn { number } } }
    } } }`;

  test('a page of 50 takes as many as a page of 20', async () => {
    const few = await commandsOf(everything, { first: 20 });
    const many = await commandsOf(everything, { first: 50 });
    expect(many.data.contracts.nodes).toHaveLength(50);
    expect(many.names).toEqual(few.names);
    expect(many.names).toHaveLength(15);
  });
});
