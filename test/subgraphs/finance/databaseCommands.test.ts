import { collections } from '@lien-thong/finance';
import { sampleRows } from './sampleRows';
import { factsRows, startFinance, type TestFinance } from './startFinance';

let finance: TestFinance;
const copies = 60;

/** The sample rows of every collection, so many times over, under ids and contracts of their own. */
function manyRows() {
  const again = (list: readonly unknown[], copy: number): unknown[] =>
    JSON.parse(
      JSON.stringify(list).replace(/"x-(pay|cmt|ctr|alc|line|stl|prv|srv|doc|acc)-/g, `"x-$1-${copy}-`),
    );
  return Object.fromEntries(
    Object.entries(sampleRows).map(([name, list]) => [
      name,
      Array.from({ length: copies }, (_, copy) => again(list, copy)).flat(),
    ]),
  );
}

beforeAll(async () => {
  finance = await startFinance();
  await finance.load(factsRows());
  await finance.load(manyRows());
}, 120_000);
afterAll(() => finance.stop());

const entity = (typename: string, selection: string) =>
  `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on ${typename} { ${selection} } } }`;

/** Keys of so many entities, with what the gateway sends for @requires. */
function keys(typename: string, id: (copy: number) => string, count: number) {
  const required = { value: { amount: 1 }, acceptedValue: { amount: 1 }, unitPriceStatus: 'APPROVED' };
  return Array.from({ length: count }, (_, copy) => ({ __typename: typename, id: id(copy), ...required }));
}

describe('a page of 50 costs as many database commands as a page of 5', () => {
  it.each([
    [
      'payments',
      'totalCount total { amount } factBreakdown { status } nodes { id payee { legalName } budgetLine { code available { amount } } commitment { version } reverses { id } contract { id } }',
      6,
    ],
    [
      'budgetLines',
      'totalCount nodes { code allocations { total { amount } nodes { kind amount { amount } } } commitments { total { amount } nodes { id } } }',
      6,
    ],
    [
      'contractBalances',
      'totalCount totalOutstanding { amount } nodes { outstanding { amount } overdue { amount } contract { id } }',
      3,
    ],
  ])('in %s', async (field, selection, atMost) => {
    const query = `query ($first: Int!) { ${field}(first: $first) { ${selection} } }`;
    const few = await finance.ask(query, { first: 5 });
    const many = await finance.ask(query, { first: 50 });
    expect(many.errors).toBeUndefined();
    expect(many.data[field].nodes).toHaveLength(50);
    expect(many.databaseCommands).toBe(few.databaseCommands);
    expect(many.databaseCommands).toBeLessThanOrEqual(atMost);
  });

  it.each([
    [
      'Contract',
      'paid { amount } outstanding { amount } payableNow { amount } settlementBlockers advanceUnrecovered { amount }',
      (copy: number) => `x-ctr-${copy}-1`,
      1,
    ],
    [
      'Contract',
      'settlement { id } payments { totalCount total { amount } nodes { id } }',
      (copy: number) => `x-ctr-${copy}-1`,
      3,
    ],
    [
      'Programme',
      'financials(fiscalYear: 2019) { allocated { amount } } other: financials { paid { amount } }',
      (copy: number) => `x-prg-${copy}`,
      1,
    ],
    [
      'Provider',
      'totalPaid(fiscalYear: 2019) { amount } advanceUnrecovered { amount }',
      (copy: number) => `x-prv-${copy}-A`,
      1,
    ],
    [
      'Service',
      'paid { amount } year: paid(fiscalYear: 2019) { amount }',
      (copy: number) => `x-srv-${copy}-1`,
      1,
    ],
    [
      'Document',
      'budgetCeiling { amount } headroom { amount } allocations { total { amount } nodes { id } }',
      (copy: number) => `x-doc-${copy}-2`,
      3,
    ],
    ['Acceptance', 'payments { id }', (copy: number) => `x-acc-${copy}-1`, 1],
  ])('in %s { %s }', async (typename, selection, id, atMost) => {
    const few = await finance.ask(entity(typename, selection), { keys: keys(typename, id, 5) });
    const many = await finance.ask(entity(typename, selection), { keys: keys(typename, id, 50) });
    expect(many.errors).toBeUndefined();
    expect(many.databaseCommands).toBe(few.databaseCommands);
    expect(many.databaseCommands).toBeLessThanOrEqual(atMost);
  });
});

describe('every filter and sort', () => {
  const queries = [
    '{ payments(orderBy: [{ field: DUE_ON }]) { totalCount total { amount } } }',
    '{ payments(orderBy: [{ field: PAID_ON, direction: DESC }]) { nodes { id } } }',
    '{ payments(orderBy: [{ field: AMOUNT }]) { nodes { id } } }',
    '{ payments(filter: { contractIds: ["a", "b"] }) { totalCount } }',
    '{ payments(filter: { programmeId: "a" }) { totalCount } }',
    '{ payments(filter: { payeeId: "a" }) { totalCount } }',
    '{ payments(filter: { kind: [ADVANCE], status: [PLANNED] }) { totalCount } }',
    '{ payments(filter: { fiscalYear: 2019, status: [PAID] }, orderBy: [{ field: PAID_ON }]) { totalCount } }',
    '{ payments(filter: { amount: { min: 1 } }) { totalCount } }',
    '{ payments(filter: { factStatus: [ILLUSTRATIVE] }) { totalCount } }',
    '{ budgetLines(orderBy: [{ field: ALLOCATED }]) { totalCount } }',
    '{ budgetLines(orderBy: [{ field: AVAILABLE }], filter: { available: { min: 1 } }) { totalCount } }',
    '{ budgetLines(filter: { programmeId: "a", fiscalYear: 2019 }) { totalCount } }',
    '{ budgetLines(filter: { spendingUnitId: "a" }) { totalCount } }',
    '{ budgetLines(filter: { fundingSource: [RECURRENT] }) { totalCount } }',
    '{ budgetLines(filter: { factStatus: [ILLUSTRATIVE], text: "mau" }) { totalCount } }',
    '{ contractBalances { totalCount totalOutstanding { amount } } }',
    '{ contractBalances(filter: { programmeId: "a" }) { totalCount } }',
    '{ contractBalances(filter: { fiscalYear: 2019, overdueOn: "2019-03-31" }) { totalCount } }',
    '{ contractBalances(filter: { hasUnrecoveredAdvance: true }, orderBy: [{ field: NEXT_DUE_ON }]) { totalCount } }',
    '{ contractBalances(filter: { factStatus: [ILLUSTRATIVE], overdueOn: "2019-03-31" }, orderBy: [{ field: OVERDUE }]) { totalCount } }',
    '{ budgetSummary(fiscalYear: 2019) { key } }',
    '{ financeDataset { lastChangedAt } }',
  ];

  /** The fields that a condition compares, alternatives left out. */
  function fieldsOf(condition: Record<string, unknown> = {}): string[] {
    return Object.entries(condition).flatMap(([field, value]) =>
      field === '$and'
        ? (value as Record<string, unknown>[]).flatMap(fieldsOf)
        : field.startsWith('$')
          ? []
          : [field],
    );
  }

  it.each(queries)('of %s is covered by a declared index', async (query) => {
    const commands = await finance.commandsDuring(() => finance.ask(query));
    expect(commands.length).toBeGreaterThan(0);
    for (const { command } of commands) {
      const definition = collections.find(({ name }) => name === (command.find ?? command.aggregate));
      if (!definition) continue;
      const leading = [['_id'], ...definition.indexes.map(({ key }) => Object.keys(key))];
      const match = command.filter ?? command.pipeline?.find((stage: object) => '$match' in stage)?.$match;
      const filtered = fieldsOf(match);
      const sorted = Object.keys(Object.fromEntries(command.sort ?? []));
      if (filtered.length > 0) {
        expect(leading.some(([first = '']) => filtered.includes(first))).toBe(true);
      } else if (sorted.length > 0) {
        expect(leading.some((fields) => sorted.every((field, at) => fields[at] === field))).toBe(true);
      }
    }
  });

  it('has its indexes in the database once the department has started', async () => {
    for (const { name, indexes } of collections) {
      const made = await finance.running.database.db.collection(name).indexes();
      expect(made.length).toBe(indexes.length + 1);
    }
  });
});
