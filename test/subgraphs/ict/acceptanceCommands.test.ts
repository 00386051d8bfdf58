import { type Payload, refusal } from './commandFixture';
import { type Contracts, startContracts } from './contractFixture';

describe('the acceptance of what was contracted', () => {
  let ict: Contracts['ict'];
  let item: Contracts['item'];
  let draft: Contracts['draft'];
  let signed: Contracts['signed'];
  let record: Contracts['record'];

  beforeAll(async () => {
    ({ ict, item, draft, signed, record } = await startContracts());
  });
  afterAll(() => ict.stop());
  beforeEach(() => {
    ict.finance = { paid: 0, advanceUnrecovered: 0 };
  });

  describe('acceptDeliverable', () => {
    test('adds up to the value of the contract without a đồng of rounding', async () => {
      let contract = await signed({ items: [item('1')] });
      for (const [quantity, month] of [
        ['0.33', '02'],
        ['0.33', '03'],
        ['0.34', '04'],
      ]) {
        const period = { startDate: `2019-${month}-01`, endDate: `2019-${month}-28` };
        const payload = await ict.run('acceptDeliverable', record(contract, quantity ?? '', { period }));
        expect(payload.errors).toEqual([]);
        contract = { ...payload.contract };
      }
      expect(contract.acceptedValue.amount).toBe(1_000_001);
      const { data } = await ict.ask(
        `{ contract(id: "${contract.id}") { acceptances { totalCount nodes { number amount { amount } items { item { id } } } } } }`,
      );
      const { nodes, totalCount } = data.contract.acceptances;
      expect(totalCount).toBe(3);
      expect(nodes.reduce((sum: number, node: Payload) => sum + node.amount.amount, 0)).toBe(1_000_001);
    });

    test('accepts no more than was contracted', async () => {
      const contract = await signed();
      const { contract: half } = await ict.run('acceptDeliverable', record(contract, '6'));
      const error = await refusal(ict, 'ACCEPTANCE_EXCEEDS_CONTRACT', [
        'acceptDeliverable',
        record(half, '4.01', { period: { startDate: '2019-03-01', endDate: '2019-03-31' } }),
      ]);
      expect(error.path).toEqual(['items', '0', 'quantity']);
    });

    test('accepts nothing outside the period of the contract', async () => {
      const contract = await signed();
      await refusal(ict, 'ACCEPTANCE_EXCEEDS_CONTRACT', [
        'acceptDeliverable',
        record(contract, '1', { period: { startDate: '2018-12-31', endDate: '2019-01-31' } }),
      ]);
    });

    test('accepts no item twice for the same days, but another item', async () => {
      const contract = await signed();
      const { contract: once } = await ict.run('acceptDeliverable', record(contract, '1'));
      await refusal(ict, 'ACCEPTANCE_EXCEEDS_CONTRACT', [
        'acceptDeliverable',
        record(once, '1', { period: { startDate: '2019-02-28', endDate: '2019-03-31' } }),
      ]);
      const other = { items: [{ itemId: once.items[1].id, quantity: '1' }] };
      expect((await ict.run('acceptDeliverable', record(once, '1', other))).errors).toEqual([]);
    });

    test('uses a number once, and needs an active contract', async () => {
      const contract = await signed();
      const { contract: once } = await ict.run(
        'acceptDeliverable',
        record(contract, '1', { number: 'BB-A' }),
      );
      const later = { startDate: '2019-05-01', endDate: '2019-05-31' };
      await refusal(ict, 'DUPLICATE_NUMBER', [
        'acceptDeliverable',
        record(once, '1', { number: 'BB-A', period: later }),
      ]);
      const { contract: pending } = await ict.run('draftContract', draft());
      await refusal(ict, 'ILLEGAL_TRANSITION', ['acceptDeliverable', record(pending, '1')]);
    });

    test('of twenty acceptances at once, as many land as there is room for', async () => {
      const contract = await signed();
      const payloads = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const day = `2019-03-${String(index + 1).padStart(2, '0')}`;
          const period = { startDate: day, endDate: day };
          return retried(() =>
            ict.ask(`{ contract(id: "${contract.id}") { version } }`).then(({ data }) =>
              ict.run(
                'acceptDeliverable',
                record({ ...contract, version: data.contract.version }, '1', {
                  number: `BB-${index}`,
                  period,
                }),
              ),
            ),
          );
        }),
      );
      const codes = payloads.map(({ errors }) => errors[0]?.code ?? 'DONE');
      expect(codes.filter((code) => code === 'DONE')).toHaveLength(10);
      expect(codes.filter((code) => code === 'ACCEPTANCE_EXCEEDS_CONTRACT')).toHaveLength(10);
    }, 120_000);

    /** Reads the version again and tries again, as a client does. */
    async function retried(attempt: () => Promise<Payload>): Promise<Payload> {
      for (;;) {
        const payload = await attempt();
        if (payload.errors[0]?.code !== 'VERSION_CONFLICT') return payload;
      }
    }
  });
});
