import { type IctFixture, officer, startIct } from './ictFixture';

describe('what the source document says', () => {
  let ict: IctFixture;
  beforeAll(async () => {
    ict = await startIct();
  });
  afterAll(() => ict.stop());

  test('five services have no approved unit price; one is submitted, amount unknown', async () => {
    const { data, errors } = await ict.ask<{ services: { totalCount: number; nodes: unknown[] } }>(
      `{
      services(filter: { hasApprovedUnitPrice: false }, orderBy: [{ field: CODE }], first: 50) {
        totalCount
        nodes {
          code unitPriceStatus
          currentUnitPrice { price { amount } unit { code } submittedIn { number } }
          negotiations(first: 5) { totalCount nodes { period { startDate endDate } agreed { amount } provider { legalName } participants { code } } }
          provenance { status citations { clause label } }
        }
      }
    }`,
      {},
      officer,
    );
    expect(errors).toBeUndefined();
    expect(data.services.totalCount).toBe(5);
    expect(data.services.nodes).toMatchObject([
      { code: 'SV-CDVC', unitPriceStatus: 'NONE', currentUnitPrice: null, negotiations: { totalCount: 0 } },
      { code: 'SV-DVCTT', unitPriceStatus: 'NONE', currentUnitPrice: null },
      {
        code: 'SV-HTCNTT',
        unitPriceStatus: 'SUBMITTED',
        currentUnitPrice: { price: null, unit: null, submittedIn: { number: '3297/TTr-STTTT' } },
        negotiations: {
          totalCount: 1,
          nodes: [
            {
              period: { startDate: '2017-01-01', endDate: '2018-12-31' },
              agreed: null,
              provider: null,
              participants: [{ code: 'SO-TTTT' }, { code: 'SO-TC' }, { code: 'SO-KHDT' }],
            },
          ],
        },
      },
      { code: 'SV-MCDT', unitPriceStatus: 'NONE', currentUnitPrice: null },
      { code: 'SV-PMUD', unitPriceStatus: 'NONE', currentUnitPrice: null },
    ]);
  });

  test('the decision 7072/QĐ-UBND is issued, without a date in the source', async () => {
    const { data } = await ict.ask(`{
      documentByNumber(number: "7072/qđ-ubnd") { id number kind status issuedOn issuer { name { en } } basedOn { id } provenance { citations { clause quote } } }
    }`);
    expect(data).toMatchObject({
      documentByNumber: {
        id: 'doc-7072-QD-UBND',
        number: '7072/QĐ-UBND',
        kind: 'DECISION',
        status: 'ISSUED',
        issuedOn: null,
        issuer: { name: { en: "Hanoi City People's Committee" } },
        basedOn: [],
        provenance: { citations: [{ clause: 'L18a' }] },
      },
    });
  });

  test('the real programme has no contracts, no value, and says so in numbers', async () => {
    const { data, errors } = await ict.ask(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Programme {
        contractSummary(fiscalYear: 2019) { count signedValue { amount } acceptedValue { amount } withoutApprovedUnitPrice factBreakdown { status } }
        contracts(filter: { fiscalYear: 2019, status: [ACTIVE] }, orderBy: [{ field: VALUE }], first: 20) { totalCount totalValue { amount } nodes { number } }
      } } }`,
      { representations: [{ __typename: 'Programme', id: 'prg-CT-UDCNTT-2019' }] },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      _entities: [
        {
          contractSummary: {
            count: 0,
            signedValue: { amount: 0 },
            acceptedValue: { amount: 0 },
            withoutApprovedUnitPrice: 0,
            factBreakdown: [],
          },
          contracts: { totalCount: 0, totalValue: { amount: 0 }, nodes: [] },
        },
      ],
    });
  });

  test('the registry holds nine documents of the source and five articles', async () => {
    const { data } = await ict.ask<{ facts: { totalCount: number }; external: { totalCount: number } }>(`{
      facts: documents(filter: { factStatus: [DOCUMENT_FACT] }, first: 50) { totalCount nodes { id number title { vi en } } }
      external: documents(filter: { factStatus: [EXTERNAL_FACT] }, first: 50) { totalCount nodes { url issuedOn } }
    }`);
    expect(data.facts.totalCount).toBe(9);
    expect(data.external.totalCount).toBe(5);
  });

  test('the data set says how much of it is fact', async () => {
    const { data } = await ict.ask<{ ictDataset: { counts: unknown[] } }>(
      '{ ictDataset { department { code } lastChangedAt dataVersion licence counts { kind status count } } }',
    );
    expect(data.ictDataset.counts).toEqual([
      { kind: 'documents', status: 'DOCUMENT_FACT', count: 9 },
      { kind: 'documents', status: 'EXTERNAL_FACT', count: 5 },
      { kind: 'services', status: 'DOCUMENT_FACT', count: 5 },
      { kind: 'unitPrices', status: 'DOCUMENT_FACT', count: 1 },
      { kind: 'negotiationRounds', status: 'DOCUMENT_FACT', count: 1 },
    ]);
  });

  test('contracts, payments and providers are none: the source names none', async () => {
    const { data } = await ict.ask(`{
      contracts { totalCount totalValue { amount qualifier } factBreakdown { status } nodes { id } }
      providers { totalCount nodes { id } }
    }`);
    expect(data).toEqual({
      contracts: {
        totalCount: 0,
        totalValue: { amount: 0, qualifier: 'EXACT' },
        factBreakdown: [],
        nodes: [],
      },
      providers: { totalCount: 0, nodes: [] },
    });
  });
});
