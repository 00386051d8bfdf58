import { factsRows, startFinance, type TestFinance } from './startFinance';

let finance: TestFinance;
beforeAll(async () => {
  finance = await startFinance();
  await finance.load(factsRows());
}, 120_000);
afterAll(() => finance.stop());

const entity = (typename: string, selection: string) =>
  `query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on ${typename} { ${selection} } } }`;

describe('the facts of the source document', () => {
  it('show the 106.8 billion as agreed, at least that, and not as allocated', async () => {
    const { data } = await finance.ask(
      entity(
        'Programme',
        `financials(fiscalYear: 2019) {
          fiscalYear estimate { amount } pendingAllocation { amount qualifier formatted en: formatted(lang: EN) }
          allocated { amount formatted } committed { amount } advanced { amount } paid { amount }
          outstanding { amount } settled { amount } available { amount }
          factBreakdown { status count amount { amount } }
        }`,
      ),
      { ids: [{ __typename: 'Programme', id: 'prg-CT-UDCNTT-2019' }] },
    );
    expect(data._entities[0].financials).toEqual({
      fiscalYear: 2019,
      estimate: null,
      pendingAllocation: {
        amount: 106_800_000_000,
        qualifier: 'AT_LEAST',
        formatted: 'hơn 106,8 tỷ đồng',
        en: 'more than VND 106.8 billion',
      },
      allocated: { amount: 0, formatted: '0 đồng' },
      committed: { amount: 0 },
      advanced: { amount: 0 },
      paid: { amount: 0 },
      outstanding: { amount: 0 },
      settled: { amount: 0 },
      available: { amount: 0 },
      factBreakdown: [{ status: 'DOCUMENT_FACT', count: 1, amount: { amount: 0 } }],
    });
  });

  it('hold two budget lines with the words of the source', async () => {
    const { data } = await finance.ask(`{
      budgetLines(filter: { factStatus: [DOCUMENT_FACT] }) {
        totalCount
        nodes {
          code fiscalYear spendingUnit { code } fundingSource estimate { amount } estimateDecision { id }
          pendingAllocation { amount qualifier } allocated { amount }
          allocations { totalCount total { amount qualifier } nodes { status kind decision { id } allocatedOn } }
          commitments { totalCount total { amount } }
          provenance { status citations { label clause quote } recordedAt }
        }
      }
    }`);
    expect(data.budgetLines.totalCount).toBe(2);
    const [infrastructure, programme] = data.budgetLines.nodes;
    expect(infrastructure).toMatchObject({
      code: 'HTCNTT-2017-2018',
      estimate: null,
      estimateDecision: { id: 'doc-7072-QD-UBND' },
      pendingAllocation: { amount: 0, qualifier: 'EXACT' },
      allocations: { totalCount: 0, total: { amount: 0 } },
    });
    expect(programme).toMatchObject({
      code: 'UDCNTT-2019',
      fiscalYear: 2019,
      spendingUnit: null,
      fundingSource: null,
      pendingAllocation: { amount: 106_800_000_000, qualifier: 'AT_LEAST' },
      allocated: { amount: 0 },
      allocations: {
        totalCount: 1,
        total: { amount: 106_800_000_000, qualifier: 'AT_LEAST' },
        nodes: [
          {
            status: 'AGREED',
            kind: 'INITIAL',
            decision: { id: 'doc-stc-draft-decision-2019' },
            allocatedOn: null,
          },
        ],
      },
      commitments: { totalCount: 0, total: { amount: 0 } },
    });
    expect(programme.provenance.citations.map(({ clause }: { clause: string }) => clause)).toEqual([
      'L18b',
      'L18c',
    ]);
    expect(programme.provenance.citations[0].quote).toContain('hơn 106,8 tỷ đồng');
  });

  it('give one row of the budget of 2019: pending, nothing else, no rate', async () => {
    const { data } = await finance.ask(`{
      budgetSummary(fiscalYear: 2019) {
        key label { vi en } programme { id } estimate { amount } pendingAllocation { amount qualifier }
        allocated { amount } committed { amount } paid { amount } settled { amount } available { amount }
        executionRate factBreakdown { status count }
      }
    }`);
    expect(data.budgetSummary).toEqual([
      {
        key: 'prg-CT-UDCNTT-2019',
        label: { vi: 'Chương trình ứng dụng CNTT năm 2019', en: 'IT Application Programme 2019' },
        programme: { id: 'prg-CT-UDCNTT-2019' },
        estimate: null,
        pendingAllocation: { amount: 106_800_000_000, qualifier: 'AT_LEAST' },
        allocated: { amount: 0 },
        committed: { amount: 0 },
        paid: { amount: 0 },
        settled: { amount: 0 },
        available: { amount: 0 },
        executionRate: null,
        factBreakdown: [{ status: 'DOCUMENT_FACT', count: 1 }],
      },
    ]);
  });

  it('name groups NONE where the source does not say what they are grouped by', async () => {
    const { data } = await finance.ask(
      '{ budgetSummary(fiscalYear: 2019, groupBy: FUNDING_SOURCE) { key label { en } programme { id } } }',
    );
    expect(data.budgetSummary).toEqual([{ key: 'NONE', label: { en: 'Not stated' }, programme: null }]);
  });

  it('hold no payment that is due, and no balance', async () => {
    const { data } = await finance.ask(`{
      payments(filter: { dueIn: "2019-Q1", kind: [ADVANCE, INTERIM], status: [PLANNED, APPROVED] }) {
        totalCount total { amount qualifier } factBreakdown { status } nodes { id }
      }
      contractBalances(filter: { fiscalYear: 2019, overdueOn: "2019-03-31", outstanding: { min: 1 } }) {
        totalCount totalOutstanding { amount } nodes { nextDueOn }
      }
    }`);
    expect(data.payments).toEqual({
      totalCount: 0,
      total: { amount: 0, qualifier: 'EXACT' },
      factBreakdown: [],
      nodes: [],
    });
    expect(data.contractBalances).toEqual({ totalCount: 0, totalOutstanding: { amount: 0 }, nodes: [] });
  });

  it('know no ceiling of decision 7072 and no allocation under it', async () => {
    const { data } = await finance.ask(
      entity(
        'Document',
        'budgetCeiling { amount } headroom { amount } allocations { totalCount total { amount } }',
      ),
      { ids: [{ __typename: 'Document', id: 'doc-7072-QD-UBND' }] },
    );
    expect(data._entities[0]).toEqual({
      budgetCeiling: null,
      headroom: null,
      allocations: { totalCount: 0, total: { amount: 0 } },
    });
  });

  it('count two lines and one allocation in the dataset', async () => {
    const { data } = await finance.ask(
      '{ financeDataset { department { code } lastChangedAt dataVersion licence counts { kind status count } } }',
    );
    expect(data.financeDataset).toMatchObject({
      department: { code: 'SO-TC' },
      lastChangedAt: '2019-02-15T10:00:00.000Z',
      counts: [
        { kind: 'budgetLines', status: 'DOCUMENT_FACT', count: 2 },
        { kind: 'allocations', status: 'DOCUMENT_FACT', count: 1 },
      ],
    });
  });

  it('answer an unknown id with null and no error', async () => {
    const { data, errors } = await finance.ask(
      '{ budgetLine(id: "none") { id } payment(id: "none") { id } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ budgetLine: null, payment: null });
  });
});
