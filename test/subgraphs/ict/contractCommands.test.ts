import { type CommandFixture, type Payload, refusal, startCommands } from './commandFixture';
import { officer } from './ictFixture';

const service = 'svc-SV-HTCNTT';

/** A service that says what is counted, as those of the source document do not. */
const countedService = {
  _id: 'svc-counted',
  version: 1,
  code: 'COUNTED',
  name: { vi: 'Dịch vụ đếm được' },
  category: 'OTHER',
  unit: { scheme: 'UNCEFACT', code: 'MON', name: { vi: 'tháng', en: 'month' } },
  unitPriceStatus: 'NONE',
  provenance: {
    status: 'ILLUSTRATIVE',
    citations: [],
    recordedBy: 'test',
    recordedAt: '2019-01-01T00:00:00Z',
  },
};

describe('the life of a contract', () => {
  let ict: CommandFixture;
  let provider: string;
  let price: string;
  let numbers = 0;

  beforeAll(async () => {
    ict = await startCommands({ rows: { services: [countedService] } });
    provider = (await ict.run('registerProvider', { legalName: 'Đơn vị thử', taxCode: '0000000001' }))
      .provider.id;
    price = await tenderedPrice(provider, 1_000_001, '2019-01-01');
  });
  afterAll(() => ict.stop());
  beforeEach(() => {
    ict.finance = { paid: 0, advanceUnrecovered: 0 };
  });

  async function tenderedPrice(providerId: string, amount: number, startDate: string): Promise<string> {
    numbers += 1;
    const { document } = await ict.run('registerDocument', {
      number: `${numbers}/KQ`,
      kind: 'OTHER',
      title: { vi: 'Kết quả' },
      issuedOn: '2019-01-02',
      status: 'ISSUED',
    });
    const { unitPrice } = await ict.run('recordTenderedPrice', {
      serviceId: service,
      providerId,
      price: amount,
      unitCode: 'MON',
      validity: { startDate, endDate: '2019-12-31' },
      resultDocumentId: document.id,
    });
    return unitPrice.id;
  }

  const item = (quantity: string, more: object = {}) => ({
    serviceId: service,
    description: { vi: 'Máy chủ ảo' },
    quantity,
    unitPriceId: price,
    ...more,
  });
  const draft = (more: object = {}) => {
    numbers += 1;
    return {
      number: `${numbers}/2019/HĐ`,
      title: { vi: 'Hợp đồng thử' },
      buyerId: 'SO-TTTT',
      procuringEntityId: 'VP-UBND',
      providerId: provider,
      fiscalYear: 2019,
      period: { startDate: '2019-01-01', endDate: '2019-12-31' },
      method: 'OPEN',
      items: [item('10'), item('2.5')],
      ...more,
    };
  };
  const step = (contract: Payload['contract'], more: object = {}) => ({
    contractId: contract.id,
    expectedVersion: contract.version,
    ...more,
  });
  const signed = async (more: object = {}) => {
    const { contract, errors } = await ict.run('draftContract', draft(more));
    expect(errors).toEqual([]);
    return (await ict.run('signContract', step(contract, { signedOn: '2019-01-15' }))).contract;
  };
  const record = (contract: Payload['contract'], quantity: string, more: object = {}) =>
    step(contract, {
      number: `BB-${contract.version}`,
      period: { startDate: '2019-02-01', endDate: '2019-02-28' },
      acceptedOn: '2019-03-05',
      items: [{ itemId: contract.items[0].id, quantity }],
      ...more,
    });

  describe('draftContract', () => {
    test('makes the value the sum of the items, half up to the đồng', async () => {
      const { contract, errors } = await ict.run('draftContract', draft({ value: 12_500_013 }));
      expect(errors).toEqual([]);
      // 2.5 × 1,000,001 = 2,500,002.5
      expect(contract).toMatchObject({
        status: 'PENDING',
        version: 1,
        value: { amount: 12_500_013, qualifier: 'EXACT' },
        unitPriceStatus: 'SUBMITTED',
        items: [{ amount: { amount: 10_000_010 } }, { amount: { amount: 2_500_003 } }],
        provenance: { status: 'OPERATIONAL' },
      });
    });

    test('refuses a written value that is not that sum', async () => {
      const error = await refusal(ict, 'CONTRACT_VALUE_MISMATCH', [
        'draftContract',
        draft({ value: 12_500_012 }),
      ]);
      expect(error.limit).toEqual({ amount: 12_500_013 });
    });

    test('refuses a number that is taken', async () => {
      const first = draft();
      await ict.run('draftContract', first);
      await refusal(ict, 'DUPLICATE_NUMBER', [
        'draftContract',
        { ...draft(), number: first.number.toLowerCase() },
      ]);
    });

    test('refuses what does not exist and what does not fit', async () => {
      const other = (await ict.run('registerProvider', { legalName: 'Khác', taxCode: '0000000002' })).provider
        .id;
      await refusal(ict, 'NOT_FOUND', ['draftContract', draft({ buyerId: 'NONE' })]);
      await refusal(ict, 'NOT_FOUND', [
        'draftContract',
        draft({ items: [item('1', { unitPriceId: 'none' })] }),
      ]);
      await refusal(ict, 'INVALID_INPUT', ['draftContract', draft({ providerId: other })]);
      await refusal(ict, 'INVALID_INPUT', ['draftContract', draft({ items: [] })]);
      await refusal(ict, 'INVALID_INPUT', ['draftContract', draft({ items: [item('0')] })]);
      await refusal(ict, 'INVALID_INPUT', [
        'draftContract',
        draft({ items: [item('1', { serviceId: 'svc-SV-PMUD' })] }),
      ]);
      await refusal(ict, 'INVALID_INPUT', [
        'draftContract',
        draft({ period: { startDate: '2019-12-31', endDate: '2019-01-01' } }),
      ]);
    });
  });

  describe('signContract', () => {
    test('turns a pending contract into an active one, also on a price that is not approved', async () => {
      const contract = await signed();
      expect(contract).toMatchObject({
        status: 'ACTIVE',
        signedOn: '2019-01-15',
        version: 2,
        unitPriceStatus: 'SUBMITTED',
      });
      await refusal(ict, 'ILLEGAL_TRANSITION', ['signContract', step(contract, { signedOn: '2019-01-16' })]);
    });

    test('refuses a day in the future and one after the end', async () => {
      const { contract } = await ict.run(
        'draftContract',
        draft({ period: { startDate: '2019-01-01', endDate: '2019-06-30' } }),
      );
      await refusal(ict, 'ILLEGAL_TRANSITION', ['signContract', step(contract, { signedOn: '2019-12-03' })]);
      await refusal(ict, 'ILLEGAL_TRANSITION', ['signContract', step(contract, { signedOn: '2019-07-01' })]);
    });

    test('refuses a contract whose value is not known, since an item has no price', async () => {
      const { contract } = await ict.run(
        'draftContract',
        draft({ items: [item('1', { serviceId: 'svc-counted', unitPriceId: null })] }),
      );
      expect(contract).toMatchObject({
        value: { amount: 0 },
        unitPriceStatus: 'NONE',
        items: [{ unitAmount: null }],
      });
      await refusal(ict, 'CONTRACT_VALUE_MISMATCH', [
        'signContract',
        step(contract, { signedOn: '2019-01-15' }),
      ]);
    });

    test('refuses a contract whose prices have changed since it was drafted', async () => {
      const round = (number: number, agreed: number) => ({
        serviceId: 'svc-counted',
        providerId: provider,
        round: number,
        heldOn: '2019-03-01',
        agreed,
        participantIds: ['SO-TTTT'],
      });
      const { unitPrice } = await ict.run('recordNegotiation', round(1, 500));
      const { contract } = await ict.run(
        'draftContract',
        draft({ items: [item('3', { serviceId: 'svc-counted', unitPriceId: unitPrice.id })] }),
      );
      expect(contract.value).toEqual({ amount: 1_500, qualifier: 'PROVISIONAL' });
      await ict.run('recordNegotiation', round(2, 400));
      await refusal(ict, 'CONTRACT_VALUE_MISMATCH', [
        'signContract',
        step(contract, { signedOn: '2019-03-15' }),
      ]);
    });
  });

  describe('amendContract', () => {
    const amendment = (contract: Payload['contract'], quantities: string[], more: object = {}) =>
      step(contract, {
        rationale: { vi: 'Điều chỉnh khối lượng' },
        items: quantities.map((quantity, index) => item(quantity, { id: contract.items[index]?.id })),
        ...more,
      });

    test('keeps what was before and after, and the ids of the items', async () => {
      const contract = await signed();
      const { contract: amended, errors } = await ict.run(
        'amendContract',
        amendment(contract, ['12', '2.5', '1']),
      );
      expect(errors).toEqual([]);
      expect(amended).toMatchObject({
        version: 3,
        value: { amount: 15_500_016 },
        amendments: [{ valueBefore: { amount: 12_500_013 }, valueAfter: { amount: 15_500_016 } }],
      });
      expect(amended.items.slice(0, 2).map(({ id }: { id: string }) => id)).toEqual(
        contract.items.map(({ id }: { id: string }) => id),
      );
    });

    test('does not go below what finance has paid', async () => {
      const contract = await signed();
      ict.finance = { paid: 12_000_000, advanceUnrecovered: 0 };
      const error = await refusal(ict, 'VALUE_BELOW_PAID', [
        'amendContract',
        amendment(contract, ['5', '2.5']),
      ]);
      expect(error.limit).toEqual({ amount: 12_000_000 });
    });

    test('does not go below what is accepted', async () => {
      const contract = await signed();
      const { contract: accepted } = await ict.run('acceptDeliverable', record(contract, '10'));
      await refusal(ict, 'ACCEPTANCE_EXCEEDS_CONTRACT', ['amendContract', amendment(accepted, ['9', '99'])]);
      const cheap = await tenderedPrice(provider, 1, '2019-02-01');
      await refusal(ict, 'VALUE_BELOW_PAID', [
        'amendContract',
        step(accepted, {
          rationale: { vi: 'Giá mới' },
          items: [item('10', { id: accepted.items[0].id, unitPriceId: cheap })],
        }),
      ]);
    });

    test('writes nothing while finance does not answer', async () => {
      const contract = await signed();
      ict.finance = null;
      const error = await refusal(ict, 'UPSTREAM_UNAVAILABLE', [
        'amendContract',
        amendment(contract, ['12', '2.5']),
      ]);
      expect(error.message.en).toContain('finance had to be asked');
    });

    test('takes an active contract alone', async () => {
      const { contract } = await ict.run('draftContract', draft());
      await refusal(ict, 'ILLEGAL_TRANSITION', ['amendContract', amendment(contract, ['1', '1'])]);
    });
  });

  describe('closeContract', () => {
    const close = (status: string) => ({ status, closedOn: '2019-11-30', reason: { vi: 'Kết thúc' } });

    test('terminates an active contract and cancels a pending one, and nothing else', async () => {
      const active = await signed();
      const { contract: pending } = await ict.run('draftContract', draft());
      await refusal(ict, 'ILLEGAL_TRANSITION', ['closeContract', step(active, close('CANCELLED'))]);
      await refusal(ict, 'ILLEGAL_TRANSITION', ['closeContract', step(pending, close('TERMINATED'))]);
      const ended = await ict.run('closeContract', step(active, close('TERMINATED')));
      const cancelled = await ict.run('closeContract', step(pending, close('CANCELLED')));
      expect([ended.contract.status, cancelled.contract.status]).toEqual(['TERMINATED', 'CANCELLED']);
      await refusal(ict, 'ILLEGAL_TRANSITION', ['closeContract', step(ended.contract, close('TERMINATED'))]);
    });

    test('is refused while an advance is not recovered, and while finance does not answer', async () => {
      const contract = await signed();
      ict.finance = { paid: 5_000_000, advanceUnrecovered: 2_000_000 };
      const error = await refusal(ict, 'ADVANCE_NOT_RECOVERED', [
        'closeContract',
        step(contract, close('TERMINATED')),
      ]);
      expect(error.limit).toEqual({ amount: 2_000_000 });
      ict.finance = null;
      await refusal(ict, 'UPSTREAM_UNAVAILABLE', ['closeContract', step(contract, close('TERMINATED'))]);
    });
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

  describe('every mutation', () => {
    test('is for officers of this department', async () => {
      const { data, errors } = await ict.ask(
        'mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { replayed } }',
        { input: { idempotencyKey: 'a', legalName: 'A', taxCode: '0000000009' } },
      );
      expect(data.registerProvider).toBeNull();
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      const input = { legalName: 'A', taxCode: '0000000009' };
      for (const caller of [
        { ...officer, department: 'finance' },
        { ...officer, role: 'auditor' },
      ]) {
        const before = await ict.everything();
        const payload = await ict.run('registerProvider', input, caller);
        expect(payload.errors[0]?.code).toBe('FORBIDDEN');
        expect(await ict.everything()).toBe(before);
      }
    });

    test('gives the first result again for the same key and input, and refuses another input', async () => {
      const input = { ...draft(), idempotencyKey: 'once' };
      const first = await ict.run('draftContract', input);
      const second = await ict.run('draftContract', input);
      expect(first.replayed).toBe(false);
      expect(second).toEqual({ ...first, replayed: true });
      await refusal(ict, 'IDEMPOTENCY_MISMATCH', ['draftContract', { ...input, fiscalYear: 2020 }]);
    });

    test('with one key, sent fifty times at once, is done once', async () => {
      const contract = await signed();
      const input = { ...record(contract, '1'), idempotencyKey: 'fifty' };
      const payloads = await Promise.all(
        Array.from({ length: 50 }, () => ict.run('acceptDeliverable', input)),
      );
      expect(payloads.every(({ errors }) => errors.length === 0)).toBe(true);
      expect(payloads.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect(new Set(payloads.map(({ acceptance }) => acceptance.id)).size).toBe(1);
    }, 120_000);

    test('is refused for a version that is not the newest', async () => {
      const contract = await signed();
      const error = await refusal(ict, 'VERSION_CONFLICT', [
        'closeContract',
        {
          ...step(contract),
          expectedVersion: 1,
          status: 'TERMINATED',
          closedOn: '2019-11-30',
          reason: { vi: 'x' },
        },
      ]);
      expect(error.message.en).toBe('The row is at version 2, not 1. Read it again and send its version.');
      await refusal(ict, 'NOT_FOUND', [
        'closeContract',
        {
          contractId: 'none',
          expectedVersion: 1,
          status: 'TERMINATED',
          closedOn: '2019-11-30',
          reason: { vi: 'x' },
        },
      ]);
    });
  });
});
