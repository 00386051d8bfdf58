import { deriveId } from '@lien-thong/subgraph-kit';
import { type Payload, refusal } from './commandFixture';
import { lease, type Prices, service, startPrices } from './priceFixture';

describe('the approval of a unit price', () => {
  let ict: Prices['ict'];
  let submission: Prices['submission'];
  let decision: Prices['decision'];
  let document: Prices['document'];
  let newProvider: Prices['newProvider'];
  let step: Prices['step'];
  let priceAt: Prices['priceAt'];

  beforeAll(async () => {
    ({ ict, submission, decision, document, newProvider, step, priceAt } = await startPrices());
  });
  afterAll(() => ict.stop());

  describe('approveUnitPrice', () => {
    const finalApproval = (price: Payload['unitPrice'], decisionDocumentId: string) =>
      ['approveUnitPrice', step(price, { decisionDocumentId, provisional: false })] as const;

    test('needs an issued decision of the City People’s Committee', async () => {
      const price = await priceAt('APPRAISED');
      const ofDepartment = await document('6/QĐ', 'DECISION', { issuerId: 'SO-TTTT' });
      await refusal(ict, 'PRICE_NEEDS_DECISION', finalApproval(price, ofDepartment));
      await refusal(ict, 'PRICE_NEEDS_DECISION', finalApproval(price, submission));
      await refusal(ict, 'PRICE_NEEDS_DECISION', finalApproval(price, 'doc-allocation-decision-2019'));
    });

    test('finally takes an appraised price alone', async () => {
      const price = await priceAt('PROVISIONAL');
      await refusal(ict, 'ILLEGAL_TRANSITION', finalApproval(price, decision));
    });

    test('leaves no two approved prices of one service and provider on one day', async () => {
      const approved = await priceAt('APPROVED');
      const { data } = await ict.ask(`{ unitPrice(id: "${approved.id}") { provider { id } } }`);
      const providerId = data.unitPrice.provider.id;
      const other = await priceAt('APPRAISED', providerId, {
        startDate: '2018-06-01',
        endDate: '2019-05-31',
      });
      const error = await refusal(ict, 'PRICE_OVERLAP', finalApproval(other, decision));
      expect(error.message.en).toContain(approved.id);
    });

    test('of two overlapping prices that are approved at once, one is', async () => {
      const providerId = await newProvider();
      const one = await priceAt('APPRAISED', providerId, lease);
      const other = await priceAt('APPRAISED', providerId, {
        startDate: '2018-01-01',
        endDate: '2018-12-31',
      });
      const payloads = await Promise.all([
        ict.run(...finalApproval(one, decision)),
        ict.run(...finalApproval(other, decision)),
      ]);
      expect(payloads.map(({ errors }) => errors[0]?.code ?? 'DONE').sort()).toEqual([
        'DONE',
        'PRICE_OVERLAP',
      ]);
    });

    test('keeps the time that a process kept free before it died, for the same price alone', async () => {
      const providerId = await newProvider();
      const price = await priceAt('APPRAISED', providerId, lease);
      const other = await priceAt('APPRAISED', providerId, {
        startDate: '2018-01-01',
        endDate: '2018-12-31',
      });
      await leaveReservation(providerId, price.id);
      await refusal(ict, 'PRICE_OVERLAP', finalApproval(other, decision));
      expect((await ict.run(...finalApproval(price, decision))).unitPrice.status).toBe('APPROVED');
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
      const providerId = await newProvider();
      const former = await priceAt('APPRAISED', providerId, lease);
      await ict.run(...finalApproval(former, decision));
      const later = await priceAt('APPRAISED', providerId, {
        startDate: '2019-01-01',
        endDate: '2019-12-31',
      });
      expect((await ict.run(...finalApproval(later, decision))).errors).toEqual([]);
      const { data } = await ict.ask(`{ unitPrice(id: "${former.id}") { status } }`);
      expect(data.unitPrice.status).toBe('SUPERSEDED');
    });
  });
});
