import { sampleRows } from './sampleRows';
import { factsRows, startFinance, type TestFinance } from './startFinance';

let finance: TestFinance;
beforeAll(async () => {
  finance = await startFinance();
  await finance.load({ publicBodies: factsRows().publicBodies ?? [] });
  await finance.load(sampleRows);
}, 120_000);
afterAll(() => finance.stop());

async function entities(typename: string, keys: readonly object[], selection: string) {
  const answer = await finance.ask(
    `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on ${typename} { ${selection} } } }`,
    { keys: keys.map((key) => ({ __typename: typename, ...key })) },
  );
  expect(answer.errors).toBeUndefined();
  return answer.data._entities;
}

const contractKey = {
  id: 'x-ctr-1',
  value: { amount: 1_100, qualifier: 'PROVISIONAL' },
  acceptedValue: { amount: 750 },
  unitPriceStatus: 'PROVISIONAL',
};

describe('what finance adds to a contract', () => {
  it('is what was paid, what is unrecovered and what is outstanding, with the qualifier of the value', async () => {
    const [contract] = await entities(
      'Contract',
      [contractKey],
      'paid { amount } advanceUnrecovered { amount } outstanding { amount qualifier } payableNow { amount }',
    );
    expect(contract).toEqual({
      paid: { amount: 600 },
      advanceUnrecovered: { amount: 200 },
      outstanding: { amount: 500, qualifier: 'PROVISIONAL' },
      payableNow: { amount: 150 },
    });
  });

  it('counts payments up to and including the day asked for', async () => {
    const [contract] = await entities(
      'Contract',
      [contractKey],
      `before: paid(asOf: "2019-03-28") { amount } on: paid(asOf: "2019-03-29") { amount }
       advance: advanceUnrecovered(asOf: "2019-03-28") { amount } outstanding(asOf: "2019-01-14") { amount }`,
    );
    expect(contract).toEqual({
      before: { amount: 300 },
      on: { amount: 600 },
      advance: { amount: 300 },
      outstanding: { amount: 1_100 },
    });
  });

  it('counts a reversed payment until the day of its mirror row', async () => {
    const [contract] = await entities(
      'Contract',
      [{ id: 'x-ctr-2' }],
      'a: paid(asOf: "2019-02-05") { amount } b: paid(asOf: "2019-02-10") { amount } paid { amount }',
    );
    expect(contract).toEqual({ a: { amount: 500 }, b: { amount: 0 }, paid: { amount: 250 } });
  });

  it('names what keeps it from being settled', async () => {
    const blockers = await entities(
      'Contract',
      [
        contractKey,
        { ...contractKey, acceptedValue: { amount: 1_100 }, unitPriceStatus: 'APPROVED' },
        {
          id: 'x-ctr-2',
          value: { amount: 200 },
          acceptedValue: { amount: 200 },
          unitPriceStatus: 'APPROVED',
        },
        { id: 'none', value: { amount: 1 }, acceptedValue: { amount: 1 }, unitPriceStatus: 'APPROVED' },
      ],
      'settlementBlockers',
    );
    expect(blockers.map((each: { settlementBlockers: string[] }) => each.settlementBlockers)).toEqual([
      ['UNIT_PRICE_NOT_APPROVED', 'NOT_FULLY_ACCEPTED', 'ADVANCE_NOT_RECOVERED'],
      ['ADVANCE_NOT_RECOVERED'],
      ['OVERPAID'],
      ['NO_COMMITMENT'],
    ]);
  });

  it('is zero, not an error, for a contract that finance has not heard of', async () => {
    const [contract] = await entities(
      'Contract',
      [{ id: 'none' }],
      'paid { amount } commitments { id } settlement { id }',
    );
    expect(contract).toEqual({ paid: { amount: 0 }, commitments: [], settlement: null });
  });

  it('lists its payments with their total, and its settlement', async () => {
    const [contract, settled] = await entities(
      'Contract',
      [{ id: 'x-ctr-1' }, { id: 'x-ctr-9' }],
      `payments(filter: { status: [PAID] }, orderBy: [{ field: AMOUNT, direction: DESC }], first: 2) {
         totalCount total { amount } factBreakdown { status count amount { amount } } nodes { id } pageInfo { hasNextPage }
       }
       settlement { amount { amount } settledOn decision { id } }`,
    );
    expect(contract).toEqual({
      payments: {
        totalCount: 3,
        total: { amount: 600 },
        factBreakdown: [{ status: 'ILLUSTRATIVE', count: 3, amount: { amount: 600 } }],
        nodes: [{ id: 'x-pay-2' }, { id: 'x-pay-1' }],
        pageInfo: { hasNextPage: true },
      },
      settlement: null,
    });
    expect(settled.settlement).toEqual({
      amount: { amount: 77 },
      settledOn: '2019-06-01',
      decision: { id: 'x-doc-4' },
    });
  });
});

describe('what finance adds to others', () => {
  it('splits what was paid for a contract over its services, without losing a đồng', async () => {
    const services = await entities(
      'Service',
      [{ id: 'x-srv-1' }, { id: 'x-srv-2' }, { id: 'none' }],
      'paid { amount } year: paid(fiscalYear: 2018) { amount }',
    );
    // 600 in the ratio 700 : 299 is 421 : 179, and 250 is all for the first.
    expect(services).toEqual([
      { paid: { amount: 671 }, year: { amount: 0 } },
      { paid: { amount: 179 }, year: { amount: 0 } },
      { paid: { amount: 0 }, year: { amount: 0 } },
    ]);
  });

  it('sums by provider what was paid and what is unrecovered', async () => {
    const providers = await entities(
      'Provider',
      [{ id: 'x-prv-A' }, { id: 'x-prv-B' }],
      `totalPaid(fiscalYear: 2019) { amount } all: totalPaid { amount } advanceUnrecovered { amount }
       payments(filter: { kind: [INTERIM] }) { totalCount total { amount } }`,
    );
    expect(providers).toEqual([
      {
        totalPaid: { amount: 600 },
        all: { amount: 600 },
        advanceUnrecovered: { amount: 200 },
        payments: { totalCount: 3, total: { amount: 750 } },
      },
      {
        totalPaid: { amount: 250 },
        all: { amount: 250 },
        advanceUnrecovered: { amount: 0 },
        payments: { totalCount: 3, total: { amount: 250 } },
      },
    ]);
  });

  it('lists the payments of an acceptance', async () => {
    const [acceptance] = await entities(
      'Acceptance',
      [{ id: 'x-acc-1' }],
      'payments { id amount { amount } }',
    );
    expect(acceptance.payments).toEqual([
      { id: 'x-pay-2', amount: { amount: 400 } },
      { id: 'x-pay-3', amount: { amount: -100 } },
    ]);
  });

  it('gives the ceiling of a decision, its headroom and the sum of its allocations', async () => {
    const [document] = await entities(
      'Document',
      [{ id: 'x-doc-2' }],
      `budgetCeiling { amount } headroom { amount }
       allocations(first: 2) { totalCount total { amount } nodes { kind amount { amount } budgetLine { code } } pageInfo { hasNextPage } }`,
    );
    expect(document).toEqual({
      budgetCeiling: { amount: 4_000 },
      headroom: { amount: 700 },
      allocations: {
        totalCount: 3,
        total: { amount: 3_300 },
        nodes: [
          { kind: 'INITIAL', amount: { amount: 3_000 }, budgetLine: { code: 'MAU-1' } },
          { kind: 'REDUCTION', amount: { amount: -500 }, budgetLine: { code: 'MAU-1' } },
        ],
        pageInfo: { hasNextPage: true },
      },
    });
  });

  it('sums the lines of a programme by phase and lists them', async () => {
    const [programme] = await entities(
      'Programme',
      [{ id: 'x-prg-1' }],
      `financials { fiscalYear estimate { amount } pendingAllocation { amount } allocated { amount } committed { amount }
         advanced { amount } paid { amount } outstanding { amount } settled { amount } available { amount } }
       other: financials(fiscalYear: 2018) { allocated { amount } estimate { amount } factBreakdown { count } }
       budgetLines(fiscalYear: 2019, first: 1) { totalCount nodes { code } pageInfo { hasNextPage endCursor } }`,
    );
    expect(programme.financials).toEqual({
      fiscalYear: null,
      estimate: { amount: 10_000 },
      pendingAllocation: { amount: 700 },
      allocated: { amount: 3_300 },
      committed: { amount: 1_900 },
      advanced: { amount: 300 },
      paid: { amount: 850 },
      outstanding: { amount: 1_050 },
      settled: { amount: 0 },
      available: { amount: 1_400 },
    });
    expect(programme.other).toEqual({ allocated: { amount: 0 }, estimate: null, factBreakdown: [] });
    expect(programme.budgetLines).toMatchObject({ totalCount: 2, nodes: [{ code: 'MAU-1' }] });
  });

  it('lists the lines that a public body spends', async () => {
    const [body] = await entities(
      'PublicBody',
      [{ id: 'SO-TTTT' }],
      'code name { vi } budgetLines { totalCount nodes { code } }',
    );
    expect(body).toEqual({
      code: 'SO-TTTT',
      name: { vi: 'Sở Thông tin và Truyền thông' },
      budgetLines: { totalCount: 2, nodes: [{ code: 'MAU-1' }, { code: 'MAU-2' }] },
    });
  });

  it('answers every key of its own entities, and null for an unknown one', async () => {
    const keys = [
      ['BudgetLine', 'x-line-1'],
      ['Allocation', 'x-alc-1'],
      ['Commitment', 'x-cmt-1'],
      ['Payment', 'x-pay-1'],
      ['Settlement', 'x-stl-1'],
    ] as const;
    for (const [typename, id] of keys) {
      expect(await entities(typename, [{ id }, { id: 'none' }], 'id')).toEqual([{ id }, null]);
    }
  });
});
