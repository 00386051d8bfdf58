import { refusal } from './commandFixture';
import { officer } from './ictFixture';
import { type Prices, service, startPrices, three } from './priceFixture';

describe('the path of a unit price', () => {
  let ict: Prices['ict'];
  let provider: Prices['provider'];
  let submission: Prices['submission'];
  let decision: Prices['decision'];
  let report: Prices['report'];
  let document: Prices['document'];
  let newProvider: Prices['newProvider'];
  let round: Prices['round'];
  let step: Prices['step'];
  let tendered: Prices['tendered'];
  let priceAt: Prices['priceAt'];

  beforeAll(async () => {
    ({ ict, provider, submission, decision, report, document, newProvider, round, step, tendered, priceAt } =
      await startPrices());
  });
  afterAll(() => ict.stop());

  const statusOfService = async () =>
    (await ict.ask(`{ service(id: "${service}") { unitPriceStatus currentUnitPrice { id status } } }`)).data
      .service;

  test('leads from the first round to the final approval, and the service shows how far it is', async () => {
    const first = await ict.run('recordNegotiation', round(1));
    expect(first).toMatchObject({
      errors: [],
      negotiation: { round: 1, offered: { amount: 1_000_000, qualifier: 'PROVISIONAL' }, agreed: null },
      unitPrice: { status: 'NEGOTIATED', price: null, version: 1 },
    });
    const second = await ict.run('recordNegotiation', round(2, { offered: 950_000, agreed: 940_000 }));
    expect(second.unitPrice).toMatchObject({
      id: first.unitPrice.id,
      version: 2,
      price: { amount: 940_000, qualifier: 'PROVISIONAL' },
    });
    const submitted = await ict.run(
      'submitUnitPrice',
      step(second.unitPrice, { submissionDocumentId: submission }),
    );
    expect(submitted.unitPrice).toMatchObject({ status: 'SUBMITTED', submittedIn: { id: submission } });
    const provisional = await ict.run(
      'approveUnitPrice',
      step(submitted.unitPrice, { decisionDocumentId: decision, provisional: true }),
    );
    expect(provisional.unitPrice).toMatchObject({
      status: 'PROVISIONAL',
      price: { amount: 940_000, qualifier: 'PROVISIONAL' },
    });
    expect(await statusOfService()).toMatchObject({ unitPriceStatus: 'PROVISIONAL' });
    const tender = (await tendered(700_000, provider)).unitPrice;
    expect(tender).toMatchObject({ status: 'SUBMITTED', basis: 'TENDER', price: { amount: 700_000 } });
    const lowest = await ict.run(
      'determineLowestPrice',
      step(provisional.unitPrice, { comparedWithIds: [tender.id], comparedByIds: three, price: 700_000 }),
    );
    expect(lowest.unitPrice).toMatchObject({
      status: 'LOWEST_DETERMINED',
      basis: 'LOWEST_OF_COMPARISON',
      price: { amount: 700_000, qualifier: 'EXACT' },
      comparedWith: [{ id: tender.id }],
    });
    const appraised = await ict.run(
      'appraiseUnitPrice',
      step(lowest.unitPrice, { appraisedById: 'TO-CONG-TAC', reportDocumentId: report }),
    );
    expect(appraised.unitPrice.status).toBe('APPRAISED');
    const approved = await ict.run(
      'approveUnitPrice',
      step(appraised.unitPrice, { decisionDocumentId: decision, provisional: false }),
    );
    expect(approved).toMatchObject({
      errors: [],
      unitPrice: { status: 'APPROVED', version: 7, approvedBy: { id: decision } },
    });
    expect(await statusOfService()).toEqual({
      unitPriceStatus: 'APPROVED',
      currentUnitPrice: { id: approved.unitPrice.id, status: 'APPROVED' },
    });
    const { data } = await ict.ask(
      `{ unitPrice(id: "${approved.unitPrice.id}") { history(first: 3) { totalCount nodes { version command by role citation { documentId } changes { path before after } } pageInfo { hasNextPage } } } }`,
      {},
      officer,
    );
    expect(data.unitPrice.history).toMatchObject({
      totalCount: 7,
      pageInfo: { hasNextPage: true },
      nodes: [
        {
          version: 7,
          command: 'approveUnitPrice',
          by: 'officer-1',
          role: 'ict/officer',
          citation: { documentId: decision },
        },
        { version: 6, command: 'appraiseUnitPrice' },
        { version: 5, command: 'determineLowestPrice' },
      ],
    });
    expect(data.unitPrice.history.nodes[0].changes).toContainEqual({
      path: 'status',
      before: '"APPRAISED"',
      after: '"APPROVED"',
    });
  });

  describe('recordNegotiation', () => {
    test('needs this department among the participants', async () => {
      const error = await refusal(ict, 'INVALID_INPUT', [
        'recordNegotiation',
        round(1, { providerId: await newProvider(), participantIds: ['SO-TC', 'SO-KHDT'] }),
      ]);
      expect(error.path).toEqual(['participantIds']);
    });

    test('names the unit once; a later round may not change it, and a contract can rest on the price', async () => {
      const providerId = await newProvider();
      const agreed = { providerId, agreed: 900_000 };
      const { unitPrice } = await ict.run('recordNegotiation', round(1, { ...agreed, unitCode: 'MON' }));
      const error = await refusal(ict, 'INVALID_INPUT', [
        'recordNegotiation',
        round(2, { ...agreed, unitCode: 'DAY' }),
      ]);
      expect(error.path).toEqual(['unitCode']);
      await ict.run('recordNegotiation', round(2, agreed));
      const { data } = await ict.ask(`{ unitPrice(id: "${unitPrice.id}") { version unit { scheme code } } }`);
      expect(data.unitPrice).toEqual({ version: 2, unit: { scheme: 'UNCEFACT', code: 'MON' } });
    });

    test('does not agree above the offer, nor above an earlier round', async () => {
      const providerId = await newProvider();
      const above = await refusal(ict, 'PRICE_NOT_LOWER_OR_EQUAL', [
        'recordNegotiation',
        round(1, { providerId, offered: 100, agreed: 101 }),
      ]);
      expect(above.limit).toEqual({ amount: 100 });
      await ict.run('recordNegotiation', round(1, { providerId, offered: 100, agreed: 90 }));
      const later = await refusal(ict, 'PRICE_NOT_LOWER_OR_EQUAL', [
        'recordNegotiation',
        round(2, { providerId, offered: 100, agreed: 91 }),
      ]);
      expect(later.limit).toEqual({ amount: 90 });
      const equal = await ict.run('recordNegotiation', round(2, { providerId, offered: 100, agreed: 90 }));
      expect(equal.errors).toEqual([]);
    });

    test('takes rounds in their order, and none once the price is submitted', async () => {
      const providerId = await newProvider();
      await refusal(ict, 'INVALID_INPUT', ['recordNegotiation', round(2, { providerId })]);
      const submitted = await priceAt('SUBMITTED');
      expect(submitted.status).toBe('SUBMITTED');
      const { data } = await ict.ask(`{ unitPrice(id: "${submitted.id}") { provider { id } } }`);
      await refusal(ict, 'ILLEGAL_TRANSITION', [
        'recordNegotiation',
        round(2, { providerId: data.unitPrice.provider.id }),
      ]);
    });
  });

  describe('submitUnitPrice', () => {
    test('takes a negotiated price alone, with a submission', async () => {
      const negotiated = await priceAt('NEGOTIATED');
      await refusal(ict, 'INVALID_INPUT', [
        'submitUnitPrice',
        step(negotiated, { submissionDocumentId: decision }),
      ]);
      const { unitPrice } = await ict.run(
        'submitUnitPrice',
        step(negotiated, { submissionDocumentId: submission }),
      );
      await refusal(ict, 'ILLEGAL_TRANSITION', [
        'submitUnitPrice',
        step(unitPrice, { submissionDocumentId: submission }),
      ]);
    });

    test('takes no price that nobody has agreed on', async () => {
      const providerId = await newProvider();
      const { unitPrice } = await ict.run('recordNegotiation', round(1, { providerId }));
      await refusal(ict, 'ILLEGAL_TRANSITION', [
        'submitUnitPrice',
        step(unitPrice, { submissionDocumentId: submission }),
      ]);
    });
  });

  describe('recordTenderedPrice', () => {
    test('needs an issued document of the result', async () => {
      const expected = await document('5/KQ', 'OTHER', { issuerId: 'VP-UBND', status: 'SUBMITTED' });
      await refusal(ict, 'INVALID_INPUT', [
        'recordTenderedPrice',
        {
          serviceId: service,
          providerId: await newProvider(),
          price: 1,
          unitCode: 'MON',
          validity: { startDate: '2019-01-01', endDate: '2019-12-31' },
          resultDocumentId: expected,
        },
      ]);
    });
  });

  describe('determineLowestPrice', () => {
    test('needs all three departments, and a price tendered from 2019 on', async () => {
      const price = await priceAt('PROVISIONAL');
      const other = await newProvider();
      const early = (await tendered(500_000, other, '2018-01-01')).unitPrice;
      const late = (await tendered(500_000, other)).unitPrice;
      const two = await refusal(ict, 'ILLEGAL_TRANSITION', [
        'determineLowestPrice',
        step(price, { comparedWithIds: [late.id], comparedByIds: ['SO-TTTT', 'SO-TC'] }),
      ]);
      expect(two.message.en).toBe('All three departments compare; SO-KHDT is missing.');
      const past = await refusal(ict, 'ILLEGAL_TRANSITION', [
        'determineLowestPrice',
        step(price, { comparedWithIds: [early.id], comparedByIds: three }),
      ]);
      expect(past.path).toEqual(['comparedWithIds']);
    });

    test('keeps the lowest of the compared, and refuses another price', async () => {
      const price = await priceAt('PROVISIONAL');
      const low = (await tendered(650_000, await newProvider())).unitPrice;
      const high = (await tendered(990_000, await newProvider())).unitPrice;
      const comparison = { comparedWithIds: [high.id, low.id], comparedByIds: three };
      const error = await refusal(ict, 'PRICE_NOT_LOWER_OR_EQUAL', [
        'determineLowestPrice',
        step(price, { ...comparison, price: 900_000 }),
      ]);
      expect(error.limit).toEqual({ amount: 650_000 });
      const { unitPrice } = await ict.run('determineLowestPrice', step(price, comparison));
      expect(unitPrice.price.amount).toBe(650_000);
    });

    test('compares no prices that are counted in different units', async () => {
      const providerId = await newProvider();
      const first = round(1, { providerId, agreed: 900_000, unitCode: 'DAY' });
      const steps: ReadonlyArray<[string, object]> = [
        ['submitUnitPrice', { submissionDocumentId: submission }],
        ['approveUnitPrice', { decisionDocumentId: decision, provisional: true }],
      ];
      let { unitPrice } = await ict.run('recordNegotiation', first);
      for (const [mutation, more] of steps) ({ unitPrice } = await ict.run(mutation, step(unitPrice, more)));
      const monthly = (await tendered(500_000, await newProvider())).unitPrice;
      const error = await refusal(ict, 'INVALID_INPUT', [
        'determineLowestPrice',
        step(unitPrice, { comparedWithIds: [monthly.id], comparedByIds: three }),
      ]);
      expect(error.message.en).toContain('counted in MON');
    });

    test('takes a provisional price alone', async () => {
      const price = await priceAt('SUBMITTED');
      const tender = (await tendered(1, await newProvider())).unitPrice;
      await refusal(ict, 'ILLEGAL_TRANSITION', [
        'determineLowestPrice',
        step(price, { comparedWithIds: [tender.id], comparedByIds: three }),
      ]);
    });
  });

  describe('appraiseUnitPrice', () => {
    test('is done by the Working Group, on a price that is determined', async () => {
      const determined = await priceAt('LOWEST_DETERMINED');
      await refusal(ict, 'ILLEGAL_TRANSITION', [
        'appraiseUnitPrice',
        step(determined, { appraisedById: 'SO-TC', reportDocumentId: report }),
      ]);
      const provisional = await priceAt('PROVISIONAL');
      await refusal(ict, 'ILLEGAL_TRANSITION', [
        'appraiseUnitPrice',
        step(provisional, { appraisedById: 'TO-CONG-TAC', reportDocumentId: report }),
      ]);
    });
  });
});
