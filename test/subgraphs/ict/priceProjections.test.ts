import { contractPriceStatus, currentPrice, definition, priceOn, serviceStatus } from '@lien-thong/ict';
import { type CommandFixture, fixedClock, startCommands } from './commandFixture';

describe('what services and contracts show of their prices', () => {
  const price = (
    _id: string,
    status: 'NONE' | 'SUBMITTED' | 'PROVISIONAL' | 'APPROVED' | 'SUPERSEDED',
    more = {},
  ) => ({
    _id,
    status,
    validity: { startDate: '2019-01-01', endDate: '2019-12-31' },
    price: { amount: 10, qualifier: 'EXACT' as const },
    ...more,
  });

  test('is, for a service, the best state; for a contract, the least settled one', () => {
    const prices = [price('a', 'PROVISIONAL'), price('b', 'APPROVED'), price('c', 'SUBMITTED')];
    expect(serviceStatus(prices)).toBe('APPROVED');
    expect(contractPriceStatus(prices)).toBe('SUBMITTED');
    expect(serviceStatus([])).toBe('NONE');
    expect(contractPriceStatus([])).toBe('NONE');
  });

  test('counts a superseded price as the approved one that it was', () => {
    expect(contractPriceStatus([price('a', 'SUPERSEDED'), price('b', 'APPROVED')])).toBe('APPROVED');
    expect(contractPriceStatus([price('a', 'SUPERSEDED')])).toBe('APPROVED');
  });

  test('is, as the current price, the furthest, then the latest, then the lowest; none that is superseded', () => {
    const early = { validity: { startDate: '2018-01-01', endDate: '2018-12-31' } };
    const cheap = { price: { amount: 9, qualifier: 'EXACT' as const } };
    const prices = [
      price('superseded', 'SUPERSEDED', early),
      price('early', 'PROVISIONAL', early),
      price('dear', 'PROVISIONAL'),
      price('cheap', 'PROVISIONAL', cheap),
      price('submitted', 'SUBMITTED', cheap),
      price('none', 'NONE', cheap),
    ];
    expect(currentPrice(prices)?._id).toBe('cheap');
    expect(currentPrice([price('none', 'NONE')])).toBeNull();
    expect(priceOn(prices, '2018-06-30')?._id).toBe('superseded');
    expect(priceOn(prices, '2020-06-30')).toBeNull();
  });

  describe('after a change of a price', () => {
    let ict: CommandFixture;
    beforeAll(async () => {
      ict = await startCommands({ tier: 'S' });
    });
    afterAll(() => ict.stop());

    async function changedPrice() {
      const negotiated = await ict.db
        .collection('unitPrices')
        .findOne({ status: 'SUBMITTED', basis: 'NEGOTIATION', 'provenance.status': 'ILLUSTRATIVE' });
      const contract = await ict.db.collection('contracts').findOne({ 'items.unitPriceId': negotiated?._id });
      return {
        unitPriceId: String(negotiated?._id),
        contractId: String(contract?._id),
        serviceId: String(negotiated?.serviceId),
      };
    }
    const statusOf = async (id: string) =>
      (await ict.ask(`{ contract(id: "${id}") { unitPriceStatus items { unitPrice { status } } } }`)).data
        .contract;

    test('is brought up to date, and repaired where it was not', async () => {
      const { unitPriceId, contractId, serviceId } = await changedPrice();
      const { errors, unitPrice } = await ict.run('approveUnitPrice', {
        unitPriceId,
        expectedVersion: 1,
        decisionDocumentId: 'doc-7072-QD-UBND',
        provisional: true,
      });
      expect(errors).toEqual([]);
      // What was made up stays so, whatever is done to it.
      expect(unitPrice).toMatchObject({
        status: 'PROVISIONAL',
        version: 2,
        provenance: { status: 'ILLUSTRATIVE' },
      });
      const shown = await statusOf(contractId);
      expect(shown.unitPriceStatus).toBe(
        contractPriceStatus(shown.items.map((item: { unitPrice: never }) => item.unitPrice)),
      );

      await ict.db
        .collection('contracts')
        .updateOne({ _id: contractId as never }, { $set: { unitPriceStatus: 'NONE' } });
      await ict.db
        .collection('services')
        .updateOne({ _id: serviceId as never }, { $set: { unitPriceStatus: 'SUPERSEDED' } });
      await definition.repair?.({ db: ict.db, clock: fixedClock } as never);
      expect((await statusOf(contractId)).unitPriceStatus).toBe(shown.unitPriceStatus);
      const { data } = await ict.ask(
        `{ service(id: "${serviceId}") { unitPriceStatus unitPrices { nodes { status } } } }`,
      );
      expect(data.service.unitPriceStatus).toBe(serviceStatus(data.service.unitPrices.nodes));
    });
  });
});
