import { type Payload, refusal } from './commandFixture';
import { type Contracts, startContracts } from './contractFixture';

describe('the life of a contract', () => {
  let ict: Contracts['ict'];
  let provider: Contracts['provider'];
  let tenderedPrice: Contracts['tenderedPrice'];
  let item: Contracts['item'];
  let draft: Contracts['draft'];
  let step: Contracts['step'];
  let signed: Contracts['signed'];
  let record: Contracts['record'];

  beforeAll(async () => {
    ({ ict, provider, tenderedPrice, item, draft, step, signed, record } = await startContracts());
  });
  afterAll(() => ict.stop());
  beforeEach(() => {
    ict.finance = { paid: 0, advanceUnrecovered: 0 };
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
});
