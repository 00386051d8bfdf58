import { deriveId } from '@lien-thong/subgraph-kit';
import { type CommandFixture, type Payload, refusal, startCommands } from './commandFixture';

const three = ['SO-TTTT', 'SO-TC', 'SO-KHDT'];
const service = 'svc-SV-HTCNTT';
const lease = { startDate: '2017-01-01', endDate: '2018-12-31' };

describe('the path of a unit price', () => {
  let ict: CommandFixture;
  let provider: string;
  let submission: string;
  let decision: string;
  let result: string;
  let report: string;

  const document = async (number: string, kind: string, issuerId: string, status = 'ISSUED') => {
    const input = { number, kind, title: { vi: number }, issuerId, issuedOn: '2019-10-01', status };
    return (await ict.run('registerDocument', input)).document.id as string;
  };
  const newProvider = async (taxCode: string) =>
    (await ict.run('registerProvider', { legalName: `Đơn vị ${taxCode}`, taxCode })).provider.id as string;

  beforeAll(async () => {
    ict = await startCommands();
    provider = await newProvider('0000000001');
    submission = await document('1/TTr', 'SUBMISSION', 'SO-TTTT', 'SUBMITTED');
    decision = await document('2/QĐ', 'DECISION', 'UBND-TP');
    result = await document('3/KQ', 'OTHER', 'VP-UBND');
    report = await document('4/BC', 'OTHER', 'TO-CONG-TAC');
  });
  afterAll(() => ict.stop());

  const round = (number: number, more: object = {}) => ({
    serviceId: service,
    providerId: provider,
    round: number,
    heldOn: `2018-0${number}-10`,
    offered: 1_000_000,
    participantIds: three,
    validity: lease,
    ...more,
  });
  const step = (price: Payload['unitPrice'], more: object) => ({
    unitPriceId: price.id,
    expectedVersion: price.version,
    ...more,
  });
  const tendered = async (price: number, providerId: string, startDate = '2019-01-01') =>
    ict.run('recordTenderedPrice', {
      serviceId: service,
      providerId,
      price,
      unitCode: 'MON',
      validity: { startDate, endDate: `${startDate.slice(0, 4)}-12-31` },
      resultDocumentId: result,
    });
  const statusOfService = async () =>
    (await ict.ask(`{ service(id: "${service}") { unitPriceStatus currentUnitPrice { id status } } }`)).data
      .service;

  /** A price of its own provider, taken as far as asked. */
  async function priceAt(status: string, taxCode: string, validity = lease): Promise<Payload['unitPrice']> {
    const providerId = await newProvider(taxCode);
    let { unitPrice } = await ict.run(
      'recordNegotiation',
      round(1, { providerId, agreed: 900_000, validity }),
    );
    const take = async (mutation: string, more: object) => {
      const payload = await ict.run(mutation, step(unitPrice, more));
      expect(payload.errors).toEqual([]);
      unitPrice = payload.unitPrice;
    };
    if (status === 'NEGOTIATED') return unitPrice;
    await take('submitUnitPrice', { submissionDocumentId: submission });
    if (status === 'SUBMITTED') return unitPrice;
    await take('approveUnitPrice', { decisionDocumentId: decision, provisional: true });
    if (status === 'PROVISIONAL') return unitPrice;
    const tender = (await tendered(800_000, providerId)).unitPrice;
    await take('determineLowestPrice', { comparedWithIds: [tender.id], comparedByIds: three });
    if (status === 'LOWEST_DETERMINED') return unitPrice;
    await take('appraiseUnitPrice', { appraisedById: 'TO-CONG-TAC', reportDocumentId: report });
    if (status === 'APPRAISED') return unitPrice;
    await take('approveUnitPrice', { decisionDocumentId: decision, provisional: false });
    return unitPrice;
  }

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
        round(1, { providerId: await newProvider('0000000020'), participantIds: ['SO-TC', 'SO-KHDT'] }),
      ]);
      expect(error.path).toEqual(['participantIds']);
    });

    test('does not agree above the offer, nor above an earlier round', async () => {
      const providerId = await newProvider('0000000021');
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
      const providerId = await newProvider('0000000022');
      await refusal(ict, 'INVALID_INPUT', ['recordNegotiation', round(2, { providerId })]);
      const submitted = await priceAt('SUBMITTED', '0000000023');
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
      const negotiated = await priceAt('NEGOTIATED', '0000000030');
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
      const providerId = await newProvider('0000000031');
      const { unitPrice } = await ict.run('recordNegotiation', round(1, { providerId }));
      await refusal(ict, 'ILLEGAL_TRANSITION', [
        'submitUnitPrice',
        step(unitPrice, { submissionDocumentId: submission }),
      ]);
    });
  });

  describe('recordTenderedPrice', () => {
    test('needs an issued document of the result', async () => {
      const expected = await document('5/KQ', 'OTHER', 'VP-UBND', 'SUBMITTED');
      await refusal(ict, 'INVALID_INPUT', [
        'recordTenderedPrice',
        {
          serviceId: service,
          providerId: await newProvider('0000000040'),
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
      const price = await priceAt('PROVISIONAL', '0000000050');
      const other = await newProvider('0000000051');
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
      const price = await priceAt('PROVISIONAL', '0000000052');
      const low = (await tendered(650_000, await newProvider('0000000053'))).unitPrice;
      const high = (await tendered(990_000, await newProvider('0000000054'))).unitPrice;
      const comparison = { comparedWithIds: [high.id, low.id], comparedByIds: three };
      const error = await refusal(ict, 'PRICE_NOT_LOWER_OR_EQUAL', [
        'determineLowestPrice',
        step(price, { ...comparison, price: 900_000 }),
      ]);
      expect(error.limit).toEqual({ amount: 650_000 });
      const { unitPrice } = await ict.run('determineLowestPrice', step(price, comparison));
      expect(unitPrice.price.amount).toBe(650_000);
    });

    test('takes a provisional price alone', async () => {
      const price = await priceAt('SUBMITTED', '0000000055');
      const tender = (await tendered(1, await newProvider('0000000056'))).unitPrice;
      await refusal(ict, 'ILLEGAL_TRANSITION', [
        'determineLowestPrice',
        step(price, { comparedWithIds: [tender.id], comparedByIds: three }),
      ]);
    });
  });

  describe('appraiseUnitPrice', () => {
    test('is done by the Working Group, on a price that is determined', async () => {
      const determined = await priceAt('LOWEST_DETERMINED', '0000000060');
      await refusal(ict, 'ILLEGAL_TRANSITION', [
        'appraiseUnitPrice',
        step(determined, { appraisedById: 'SO-TC', reportDocumentId: report }),
      ]);
      const provisional = await priceAt('PROVISIONAL', '0000000061');
      await refusal(ict, 'ILLEGAL_TRANSITION', [
        'appraiseUnitPrice',
        step(provisional, { appraisedById: 'TO-CONG-TAC', reportDocumentId: report }),
      ]);
    });
  });

  describe('approveUnitPrice', () => {
    const finally_ = (price: Payload['unitPrice'], decisionDocumentId: string) =>
      ['approveUnitPrice', step(price, { decisionDocumentId, provisional: false })] as const;

    test('needs an issued decision of the City People’s Committee', async () => {
      const price = await priceAt('APPRAISED', '0000000070');
      const ofDepartment = await document('6/QĐ', 'DECISION', 'SO-TTTT');
      await refusal(ict, 'PRICE_NEEDS_DECISION', finally_(price, ofDepartment));
      await refusal(ict, 'PRICE_NEEDS_DECISION', finally_(price, submission));
      await refusal(ict, 'PRICE_NEEDS_DECISION', finally_(price, 'doc-allocation-decision-2019'));
    });

    test('finally takes an appraised price alone', async () => {
      const price = await priceAt('PROVISIONAL', '0000000071');
      await refusal(ict, 'ILLEGAL_TRANSITION', finally_(price, decision));
    });

    test('leaves no two approved prices of one service and provider on one day', async () => {
      const approved = await priceAt('APPROVED', '0000000072');
      const { data } = await ict.ask(`{ unitPrice(id: "${approved.id}") { provider { id } } }`);
      const providerId = data.unitPrice.provider.id;
      const other = await appraisedFor(providerId, { startDate: '2018-06-01', endDate: '2019-05-31' });
      const error = await refusal(ict, 'PRICE_OVERLAP', finally_(other, decision));
      expect(error.message.en).toContain(approved.id);
    });

    test('of two overlapping prices that are approved at once, one is', async () => {
      const providerId = await newProvider('0000000073');
      const one = await appraisedFor(providerId, lease);
      const other = await appraisedFor(providerId, { startDate: '2018-01-01', endDate: '2018-12-31' });
      const payloads = await Promise.all([
        ict.run(...finally_(one, decision)),
        ict.run(...finally_(other, decision)),
      ]);
      expect(payloads.map(({ errors }) => errors[0]?.code ?? 'DONE').sort()).toEqual([
        'DONE',
        'PRICE_OVERLAP',
      ]);
    });

    test('keeps the time that a process kept free before it died, for the same price alone', async () => {
      const providerId = await newProvider('0000000075');
      const price = await appraisedFor(providerId, lease);
      const other = await appraisedFor(providerId, { startDate: '2018-01-01', endDate: '2018-12-31' });
      await leaveReservation(providerId, price.id);
      await refusal(ict, 'PRICE_OVERLAP', finally_(other, decision));
      expect((await ict.run(...finally_(price, decision))).unitPrice.status).toBe('APPROVED');
    });

    /** What a process leaves behind that dies between the reservation and the approval. */
    async function leaveReservation(providerId: string, unitPriceId: string): Promise<void> {
      const _id = deriveId('apr', service, providerId);
      const entries = [{ unitPriceId, validity: lease }];
      const row = { _id, version: 1, serviceId: service, providerId, entries, provenance: {} };
      const entry = { _id: `approvedPrices:${_id}@1`, type: 'approvedPrices', entityId: _id, version: 1 };
      const more = { key: 'approveUnitPrice/died/reserve', at: new Date(), state: row, rows: [] };
      await ict.db.collection('journal').insertOne({ ...entry, ...more } as never);
      await ict.db.collection('approvedPrices').insertOne(row as never);
    }

    test('supersedes the price that held before', async () => {
      const providerId = await newProvider('0000000074');
      const former = await appraisedFor(providerId, lease);
      await ict.run(...finally_(former, decision));
      const later = await appraisedFor(providerId, { startDate: '2019-01-01', endDate: '2019-12-31' });
      expect((await ict.run(...finally_(later, decision))).errors).toEqual([]);
      const { data } = await ict.ask(`{ unitPrice(id: "${former.id}") { status } }`);
      expect(data.unitPrice.status).toBe('SUPERSEDED');
    });

    let tenders = 0;

    /** An appraised price of a provider that may have others. */
    async function appraisedFor(providerId: string, validity: object): Promise<Payload['unitPrice']> {
      let { unitPrice } = await ict.run(
        'recordNegotiation',
        round(1, { providerId, agreed: 900_000, validity }),
      );
      tenders += 1;
      const tender = (await tendered(800_000, await newProvider(`00000009${tenders}0`))).unitPrice;
      const path: Array<[string, object]> = [
        ['submitUnitPrice', { submissionDocumentId: submission }],
        ['approveUnitPrice', { decisionDocumentId: decision, provisional: true }],
        ['determineLowestPrice', { comparedWithIds: [tender.id], comparedByIds: three }],
        ['appraiseUnitPrice', { appraisedById: 'TO-CONG-TAC', reportDocumentId: report }],
      ];
      for (const [mutation, more] of path) {
        const payload = await ict.run(mutation, step(unitPrice, more));
        expect(payload.errors).toEqual([]);
        unitPrice = payload.unitPrice;
      }
      return unitPrice;
    }
  });
});
