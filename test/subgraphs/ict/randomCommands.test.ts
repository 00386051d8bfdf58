import type { AcceptanceRecord, ContractRecord, UnitPriceRecord } from '@lien-thong/ict';
import { type CommandFixture, type Payload, startCommands } from './commandFixture';

const writers = 4;
const commandsOfEach = 30;

/** A repeatable source of whole numbers below a bound (Lehmer, 31 bits). */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const service = {
  _id: 'svc-counted',
  version: 1,
  code: 'COUNTED',
  name: { vi: 'Dịch vụ đếm được' },
  category: 'OTHER',
  unit: { scheme: 'UNCEFACT', code: 'MON', name: { vi: 'tháng' } },
  unitPriceStatus: 'NONE',
  provenance: {
    status: 'ILLUSTRATIVE',
    citations: [],
    recordedBy: 'test',
    recordedAt: '2019-01-01T00:00:00Z',
  },
};

describe('random commands of several writers at once', () => {
  let ict: CommandFixture;
  let provider: string;
  let price: string;
  const contracts: string[] = [];
  const outcomes = new Map<string, number>();

  beforeAll(async () => {
    ict = await startCommands({ rows: { services: [service] } });
    provider = (await ict.run('registerProvider', { legalName: 'Đơn vị', taxCode: '0000000001' })).provider
      .id;
    price = (await ict.run('recordNegotiation', round(1, 999_983))).unitPrice.id;
    for (const number of ['1', '2', '3']) {
      const { contract } = await ict.run('draftContract', draft(number));
      const signing = { contractId: contract.id, expectedVersion: 1, signedOn: '2019-01-02' };
      contracts.push((await ict.run('signContract', signing)).contract.id);
    }
  });
  afterAll(() => ict.stop());

  const round = (number: number, agreed: number) => ({
    serviceId: service._id,
    providerId: provider,
    round: number,
    heldOn: '2019-01-01',
    agreed,
    participantIds: ['SO-TTTT'],
  });
  const item = (quantity: number, id?: string) => ({
    id,
    serviceId: service._id,
    description: { vi: 'Hạng mục' },
    quantity: (quantity / 3).toFixed(3),
    unitPriceId: id ? undefined : price,
  });
  const draft = (number: string) => ({
    number,
    title: { vi: 'Hợp đồng' },
    buyerId: 'SO-TTTT',
    procuringEntityId: 'VP-UBND',
    providerId: provider,
    fiscalYear: 2019,
    period: { startDate: '2019-01-01', endDate: '2019-12-31' },
    method: 'OPEN',
    items: [item(7), item(20)],
  });

  async function randomCommand(roll: (below: number) => number): Promise<Payload> {
    const id = contracts[roll(contracts.length)] ?? '';
    const { data } = await ict.ask(
      `{ contract(id: "${id}") { version items { id } } unitPrice(id: "${price}") { version } }`,
    );
    const step = { contractId: id, expectedVersion: data.contract.version };
    const items: { id: string }[] = data.contract.items;
    const kind = roll(10);
    if (kind < 6) {
      const day = (from: number) => `2019-${String(from + 1).padStart(2, '0')}`;
      const month = roll(11);
      return ict.run('acceptDeliverable', {
        ...step,
        number: `BB-${roll(60)}`,
        period: { startDate: `${day(month)}-01`, endDate: `${day(month)}-28` },
        acceptedOn: '2019-12-01',
        items: [
          { itemId: items[roll(items.length)]?.id, quantity: (roll(2_000) / 1_000 + 0.001).toFixed(3) },
        ],
      });
    }
    if (kind < 8) {
      const more = roll(3) === 0 ? [item(roll(9) + 1)] : [];
      const kept = items.map((each) => item(roll(40) + 1, each.id));
      return ict.run('amendContract', { ...step, rationale: { vi: 'Đổi' }, items: [...kept, ...more] });
    }
    if (kind < 9) return ict.run('recordNegotiation', round(roll(6) + 1, 1_000_000 - roll(1_000)));
    return ict.run('draftContract', draft(String(roll(6))));
  }

  test('are done or refused with a code, and leave every invariant as it is', async () => {
    await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        const roll = dice(4_711 + writer);
        for (let count = 0; count < commandsOfEach; count += 1) {
          const { errors } = await randomCommand(roll);
          const outcome = errors[0]?.code ?? 'DONE';
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        }
      }),
    );
    expect(outcomes.get('DONE')).toBeGreaterThan(10);
    const expected = ['DONE', 'VERSION_CONFLICT', 'ACCEPTANCE_EXCEEDS_CONTRACT', 'DUPLICATE_NUMBER'];
    expected.push('VALUE_BELOW_PAID', 'INVALID_INPUT', 'PRICE_NOT_LOWER_OR_EQUAL');
    expect([...outcomes.keys()].filter((code) => !expected.includes(code))).toEqual([]);
    await checkContracts();
    await checkPrice();
    await checkJournal();
  }, 180_000);

  const thousandths = (quantity: string) => {
    const [whole = '0', fraction = ''] = quantity.split('.');
    return Number(whole) * 1_000 + Number(fraction.padEnd(3, '0'));
  };
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

  async function checkContracts(): Promise<void> {
    const rows = (await ict.db.collection('contracts').find().toArray()) as unknown as ContractRecord[];
    const accepted = (await ict.db
      .collection('acceptances')
      .find()
      .toArray()) as unknown as AcceptanceRecord[];
    expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
    for (const { _id, items, value, acceptedValue } of rows) {
      const own = accepted.filter(({ contractId }) => contractId === _id);
      expect(value.amount).toBe(sum(items.map(({ amount }) => amount.amount)));
      expect(acceptedValue.amount).toBe(sum(own.map(({ amount }) => amount.amount)));
      expect(acceptedValue.amount).toBeLessThanOrEqual(value.amount);
      for (const { id, quantity, acceptedQuantity } of items) {
        const parts = own.filter((acceptance) => acceptance.items[0]?.itemId === id);
        expect(thousandths(acceptedQuantity)).toBe(
          sum(parts.map(({ items: [part] }) => thousandths(part?.quantity ?? '0'))),
        );
        expect(thousandths(acceptedQuantity)).toBeLessThanOrEqual(thousandths(quantity));
        expect(new Set(parts.map(({ period }) => period.startDate)).size).toBe(parts.length);
      }
    }
  }

  async function checkPrice(): Promise<void> {
    const row = (await ict.db
      .collection('unitPrices')
      .findOne({ _id: price as never })) as unknown as UnitPriceRecord;
    const agreed = row.rounds.map((each) => each.agreed?.amount ?? 0);
    expect(agreed).toEqual([...agreed].sort((a, b) => b - a));
    expect(row.rounds.map((each) => each.round)).toEqual(row.rounds.map((_, index) => index + 1));
    expect(row.price?.amount).toBe(agreed.at(-1));
    expect(await ict.db.collection('negotiationRounds').countDocuments({ unitPriceId: price })).toBe(
      agreed.length,
    );
  }

  /** Every chain is without a gap, and what queries read is its head. */
  async function checkJournal(): Promise<void> {
    const entries = await ict.db.collection('journal').find().toArray();
    for (const name of ['contracts', 'unitPrices'] as const) {
      const type = name.slice(0, -1);
      const rows = await ict.db.collection(name).find({ 'provenance.status': 'OPERATIONAL' }).toArray();
      for (const row of rows) {
        const versions = entries.filter((entry) => entry.type === type && entry.entityId === row._id);
        expect(versions.map(({ version }) => version).sort((a, b) => a - b)).toEqual(
          Array.from({ length: row.version }, (_, index) => index + 1),
        );
        const head = versions.find(({ version }) => version === row.version);
        // What a contract shows of its prices is computed from the prices, not from its own chain.
        const { unitPriceStatus: _, ...state } = head?.state ?? {};
        expect(row).toMatchObject(state);
      }
    }
  }
});
