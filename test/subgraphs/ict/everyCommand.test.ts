import { refusal } from './commandFixture';
import { type Contracts, startContracts } from './contractFixture';
import { officer } from './ictFixture';

describe('the rules of all mutations', () => {
  let ict: Contracts['ict'];
  let draft: Contracts['draft'];
  let step: Contracts['step'];
  let signed: Contracts['signed'];
  let record: Contracts['record'];

  beforeAll(async () => {
    ({ ict, draft, step, signed, record } = await startContracts());
  });
  afterAll(() => ict.stop());
  beforeEach(() => {
    ict.finance = { paid: 0, advanceUnrecovered: 0 };
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
