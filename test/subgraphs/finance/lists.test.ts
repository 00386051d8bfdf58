import { sampleRows } from './sampleRows';
import { factsRows, startFinance, type TestFinance } from './startFinance';

let finance: TestFinance;
beforeAll(async () => {
  finance = await startFinance({ clock: { now: () => new Date('2019-07-01T03:00:00Z') } });
  await finance.load(factsRows());
  await finance.load(sampleRows);
}, 120_000);
afterAll(() => finance.stop());

async function idsOf(filter: string): Promise<string[]> {
  const { data, errors } = await finance.ask(`{ payments(filter: ${filter}) { totalCount nodes { id } } }`);
  expect(errors).toBeUndefined();
  const ids = data.payments.nodes.map(({ id }: { id: string }) => id.replace('x-pay-', ''));
  expect(data.payments.totalCount).toBe(ids.length);
  return ids.sort();
}

describe('payments', () => {
  it.each([
    ['{ ids: ["x-pay-1", "x-pay-8", "none"] }', '18'],
    ['{ contractIds: ["x-ctr-2"] }', '678'],
    ['{ programmeId: "x-prg-1", kind: [ADVANCE] }', '1'],
    ['{ payeeId: "x-prv-B" }', '678'],
    ['{ status: [PLANNED, APPROVED] }', '45'],
    ['{ due: { from: "2019-03-15", to: "2019-03-31" } }', '24'],
    ['{ paid: { to: "2019-02-01" } }', '16'],
    ['{ dueIn: "2019-Q1", status: [PLANNED] }', '4'],
    ['{ due: { from: "2019-06-01" }, dueIn: "2019" }', '5'],
    ['{ fiscalYear: 2018 }', ''],
    ['{ amount: { min: 400 } }', '26'],
    ['{ amount: { max: -100 } }', '37'],
    ['{ factStatus: [DOCUMENT_FACT] }', ''],
    ['{ kind: [] }', ''],
  ])('filtered by %s are %s', async (filter, ids) => {
    expect((await idsOf(filter)).join('')).toBe(ids);
  });

  it('say what they total and of which kinds of truth', async () => {
    const { data } = await finance.ask(
      '{ payments(filter: { status: [PAID, REVERSED] }) { totalCount total { amount } factBreakdown { status count amount { amount } } } }',
    );
    expect(data.payments).toEqual({
      totalCount: 6,
      total: { amount: 850 },
      factBreakdown: [{ status: 'ILLUSTRATIVE', count: 6, amount: { amount: 850 } }],
    });
  });

  it('name the payee from the voucher itself, and what a reversal mirrors', async () => {
    const { data } = await finance.ask(
      '{ payment(id: "x-pay-7") { voucherNo payee { legalName taxCode } reverses { id status } commitment { id version } budgetLine { code available { amount } } } }',
    );
    expect(data.payment).toEqual({
      voucherNo: 'MẪU-UNC-x-pay-7',
      payee: { legalName: 'Công ty CP Minh Hoạ 002', taxCode: null },
      reverses: { id: 'x-pay-6', status: 'REVERSED' },
      commitment: { id: 'x-cmt-2', version: 1 },
      budgetLine: { code: 'MAU-1', available: { amount: 600 } },
    });
  });

  it('page forward and backward through the same order', async () => {
    const page = 'nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
    const walk = async (size: number): Promise<string[]> => {
      const seen: string[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const { data } = await finance.ask(
          `query ($first: Int!, $after: String) { payments(first: $first, after: $after, orderBy: [{ field: PAID_ON }]) { ${page} } }`,
          { first: size, after },
        );
        seen.push(...data.payments.nodes.map(({ id }: { id: string }) => id));
        after = data.payments.pageInfo.endCursor;
        more = data.payments.pageInfo.hasNextPage;
      }
      return seen;
    };
    const whole = await walk(500);
    expect(whole).toHaveLength(8);
    expect(await walk(3)).toEqual(whole);
    const { data } = await finance.ask(
      `{ payments(first: null, last: 3, orderBy: [{ field: PAID_ON }]) { ${page} } }`,
    );
    expect(data.payments.nodes.map(({ id }: { id: string }) => id)).toEqual(whole.slice(-3));
    expect(data.payments.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });
});

describe('budget lines', () => {
  const codes = async (args: string) => {
    const { data, errors } = await finance.ask(`{ budgetLines(${args}) { nodes { code } } }`);
    expect(errors).toBeUndefined();
    return data.budgetLines.nodes.map(({ code }: { code: string }) => code);
  };

  it.each([
    ['{ text: "thue dich vu" }', ['HTCNTT-2017-2018', 'MAU-1', 'MAU-2']],
    ['{ text: "DỊCH vụ", fiscalYear: 2019 }', ['MAU-1', 'MAU-2']],
    ['{ text: ".*" }', []],
    ['{ spendingUnitId: "SO-TTTT", available: { min: 700 } }', ['MAU-2']],
    ['{ fundingSource: [RECURRENT, OTHER] }', ['MAU-1', 'MAU-2']],
    ['{ programmeId: "prg-CT-UDCNTT-2019" }', ['UDCNTT-2019']],
    ['{ ids: ["bl-UDCNTT-2019", "none"] }', ['UDCNTT-2019']],
  ])('filtered by %s are %j', async (filter, expected) => {
    expect(await codes(`filter: ${filter}`)).toEqual(expected);
  });

  it('are put in the order asked for', async () => {
    expect(await codes('orderBy: [{ field: ALLOCATED, direction: DESC }], first: 2')).toEqual([
      'MAU-1',
      'MAU-2',
    ]);
    expect(await codes('orderBy: [{ field: AVAILABLE, direction: DESC }], first: 1')).toEqual(['MAU-2']);
  });
});

describe('balances', () => {
  const fields =
    'contract { id } outstanding { amount } overdue { amount } nextDueOn advanced { amount } advanceUnrecovered { amount }';
  const first = {
    contract: { id: 'x-ctr-1' },
    outstanding: { amount: 400 },
    overdue: { amount: 350 },
    nextDueOn: '2019-03-15',
    advanced: { amount: 300 },
    advanceUnrecovered: { amount: 200 },
  };
  const second = {
    contract: { id: 'x-ctr-2' },
    outstanding: { amount: 650 },
    overdue: { amount: 0 },
    nextDueOn: null,
    advanced: { amount: 0 },
    advanceUnrecovered: { amount: 0 },
  };
  const balances = async (args: string) => {
    const { data, errors } = await finance.ask(
      `{ contractBalances${args} { totalCount totalOutstanding { amount } nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`,
    );
    expect(errors).toBeUndefined();
    return data.contractBalances;
  };

  it('come with the largest outstanding first, overdue as of today', async () => {
    expect(await balances('')).toMatchObject({
      totalCount: 2,
      totalOutstanding: { amount: 1_050 },
      nodes: [second, first],
    });
  });

  it('on a day are those with a payment that was due before it', async () => {
    expect(await balances('(filter: { overdueOn: "2019-03-31", outstanding: { min: 1 } })')).toMatchObject({
      totalCount: 1,
      totalOutstanding: { amount: 400 },
      nodes: [{ ...first, overdue: { amount: 200 } }],
    });
    expect(await balances('(filter: { overdueOn: "2019-03-15" })')).toMatchObject({
      totalCount: 0,
      nodes: [],
    });
  });

  it('are put in the order of what is overdue, and paged by it', async () => {
    const page = await balances('(orderBy: [{ field: OVERDUE }], first: 1)');
    expect(page).toMatchObject({ nodes: [first], pageInfo: { hasNextPage: true } });
    const next = await balances(
      `(orderBy: [{ field: OVERDUE }], first: 1, after: "${page.pageInfo.endCursor}")`,
    );
    expect(next).toMatchObject({ nodes: [second], pageInfo: { hasNextPage: false } });
  });

  it('are filtered by advance, programme, year and status', async () => {
    expect((await balances('(filter: { hasUnrecoveredAdvance: true })')).nodes).toEqual([first]);
    expect((await balances('(filter: { hasUnrecoveredAdvance: false })')).nodes).toEqual([second]);
    expect((await balances('(filter: { programmeId: "x-prg-1", fiscalYear: 2018 })')).totalCount).toBe(0);
    expect(
      (await balances('(filter: { factStatus: [ILLUSTRATIVE] }, orderBy: [{ field: NEXT_DUE_ON }])')).nodes,
    ).toEqual([first, second]);
  });
});

describe('the budget summary', () => {
  it('gives the rate of execution with four decimals', async () => {
    const { data } = await finance.ask(
      '{ budgetSummary(fiscalYear: 2019, factStatus: [ILLUSTRATIVE]) { key label { en } executionRate allocated { amount } } }',
    );
    expect(data.budgetSummary).toEqual([
      { key: 'x-prg-1', label: { en: 'Sample' }, executionRate: '0.2576', allocated: { amount: 3_300 } },
    ]);
  });

  it.each([
    ['SPENDING_UNIT', 'SO-TTTT', 'Sở Thông tin và Truyền thông'],
    ['FUNDING_SOURCE', 'RECURRENT', 'Chi thường xuyên'],
    ['ECONOMIC_CLASS', '6750-6799', 'Chi phí thuê mướn'],
  ])('names a row of %s %s', async (groupBy, key, vi) => {
    const { data } = await finance.ask(
      `{ budgetSummary(fiscalYear: 2019, groupBy: ${groupBy}, factStatus: [ILLUSTRATIVE]) { key label { vi } programme { id } } }`,
    );
    expect(data.budgetSummary).toEqual([{ key, label: { vi }, programme: null }]);
  });
});

describe('a wrong argument', () => {
  it.each([
    ['payments(first: 501) { totalCount }', 'PAGE_SIZE_OUT_OF_RANGE', /0 to 500/],
    ['payments(after: "bm9wZQ") { nodes { id } }', 'INVALID_CURSOR', /pageInfo.endCursor/],
    ['payments(filter: { dueIn: "2019-Q5" }) { totalCount }', 'INVALID_PERIOD', /2019-Q1/],
    ['payments(filter: { due: { from: "2019-02-30" } }) { totalCount }', 'INVALID_DATE', /YYYY-MM-DD/],
    [
      'payments(filter: { due: { from: "2019-03-01", to: "2019-02-01" } }) { totalCount }',
      'BAD_USER_INPUT',
      /smaller end first/,
    ],
    [
      'payments(filter: { amount: { min: 9007199254740992 } }) { totalCount }',
      'INVALID_AMOUNT',
      /9007199254740991/,
    ],
  ])('%s is refused with %s', async (field, code, sentence) => {
    const { errors } = await finance.ask(`{ ${field} }`);
    expect(errors?.[0]?.extensions.code).toBe(code);
    expect(errors?.[0]?.message).toMatch(sentence);
  });

  it('such as a cursor of another filter is refused', async () => {
    const { data } = await finance.ask('{ payments(first: 2) { pageInfo { endCursor } } }');
    const { errors } = await finance.ask(
      'query ($after: String) { payments(filter: { kind: [INTERIM] }, after: $after) { nodes { id } } }',
      { after: data.payments.pageInfo.endCursor },
    );
    expect(errors?.[0]?.extensions.code).toBe('INVALID_CURSOR');
  });
});
