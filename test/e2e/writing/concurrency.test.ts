import { randomUUID } from 'node:crypto';
import { payableContract } from './papers';
import { type Data, startWritingCity, type WritingCity } from './writingCity';

/** Many payments at once through the gateway, and what a repeated or late command is told. */
let city: WritingCity;

beforeAll(async () => {
  city = await startWritingCity(['facts']);
});
afterAll(() => city.stop());

const fifty = Array.from({ length: 50 }, (_, at) => at);
const read = 'payment { id voucherNo } contract { paid { amount } }';
const part = { kind: 'INTERIM', amount: 1_000, paidOn: '2019-03-29' };

const pay = (input: object): Promise<Data> =>
  city.run('finance', { mutation: 'recordPayment', input: { ...part, ...input }, read });

/** Money of a contract as it can be read: payments one by one, and the totals beside them. */
async function moneyOf(contractId: string, lineId: string): Promise<Data> {
  const { contract, budgetLine } = await city.read(
    `{ contract(id: "${contractId}") { paid { amount } payments(first: 500) { nodes { voucherNo amount { amount } } } }
       budgetLine(id: "${lineId}") { paid { amount } } }`,
  );
  const rows = contract.payments.nodes;
  const sum = rows.reduce((total: number, { amount }: Data) => total + amount.amount, 0);
  return { rows, sum, paidOfContract: contract.paid.amount, paidOfLine: budgetLine.paid.amount };
}

test('50 payments at once with one key are one payment and 49 replays of it', async () => {
  const { contract, line, commitment } = await payableContract(city, 10_000);
  const input = {
    commitmentId: commitment.id,
    expectedVersion: commitment.version,
    idempotencyKey: randomUUID(),
    voucherNo: 'UNC-ONE',
  };
  const payloads = await Promise.all(fifty.map(() => pay(input)));
  expect(payloads.filter(({ errors }) => errors.length > 0)).toEqual([]);
  expect(payloads.filter(({ replayed }) => replayed)).toHaveLength(49);
  expect(new Set(payloads.map(({ payment }) => payment.id)).size).toBe(1);
  expect(await moneyOf(contract.id, line.id)).toMatchObject({
    rows: [{ voucherNo: 'UNC-ONE' }],
    sum: 1_000,
    paidOfContract: 1_000,
    paidOfLine: 1_000,
  });
});

test('50 payments at once, each with its own key, on a commitment with room for 10 are exactly 10', async () => {
  const { contract, line, commitment } = await payableContract(city, 10_000);
  const payloads = await Promise.all(
    fifty.map((at) => pay({ commitmentId: commitment.id, voucherNo: `UNC-MANY-${at}` })),
  );
  const refused = payloads.filter(({ errors }) => errors.length > 0);
  expect(payloads.length - refused.length).toBe(10);
  for (const { errors, payment } of refused) {
    expect(errors).toMatchObject([{ code: 'PAYMENT_EXCEEDS_COMMITMENT', limit: { amount: 0 } }]);
    expect(payment).toBeNull();
  }
  const money = await moneyOf(contract.id, line.id);
  expect(money).toMatchObject({ sum: 10_000, paidOfContract: 10_000, paidOfLine: 10_000 });
  expect(money.rows).toHaveLength(10);
  // The voucher numbers of refused payments are free again.
  const voucherNo = `UNC-MANY-${payloads.findIndex(({ errors }) => errors.length > 0)}`;
  const other = await payableContract(city, 10_000);
  expect(await pay({ commitmentId: other.commitment.id, voucherNo })).toMatchObject({ errors: [] });
});

test('one key with another input is IDEMPOTENCY_MISMATCH, an old version VERSION_CONFLICT, and neither writes', async () => {
  const { contract, line, commitment } = await payableContract(city, 10_000);
  const first = {
    commitmentId: commitment.id,
    expectedVersion: commitment.version,
    idempotencyKey: randomUUID(),
    voucherNo: 'UNC-FIRST',
  };
  expect(await pay(first)).toMatchObject({ errors: [], replayed: false });
  const before = await city.journalSize('finance');
  expect(await pay({ ...first, amount: 2_000 })).toMatchObject({
    errors: [{ code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] }],
    payment: null,
  });
  const late = await pay({ ...first, idempotencyKey: randomUUID(), voucherNo: 'UNC-LATE' });
  expect(late).toMatchObject({
    errors: [{ code: 'VERSION_CONFLICT', path: ['expectedVersion'] }],
    payment: null,
  });
  expect(await city.journalSize('finance')).toBe(before);
  expect(await pay(first)).toMatchObject({ errors: [], replayed: true });
  expect(await moneyOf(contract.id, line.id)).toMatchObject({ sum: 1_000, paidOfLine: 1_000 });
});
