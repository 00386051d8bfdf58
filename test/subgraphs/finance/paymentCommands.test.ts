import { call } from './mutations';
import {
  closeOffice,
  committed,
  day,
  finance,
  lineFigures,
  openOffice,
  owners,
  payOf,
  refused,
} from './office';

beforeAll(openOffice, 120_000);
afterAll(closeOffice);

describe('recordPayment', () => {
  it('records an advance within the rate, and the line follows', async () => {
    const { commitment, line, contract } = await committed();
    const payload = await call(finance, 'recordPayment', payOf(commitment.id, 1, 'ADVANCE', 500));
    expect(payload).toMatchObject({
      replayed: false,
      errors: [],
      payment: {
        kind: 'ADVANCE',
        status: 'PAID',
        amount: { amount: 500 },
        commitment: { version: 2 },
        payee: { legalName: 'Công ty CP Minh Hoạ 001' },
      },
      contract: { id: contract.id, paid: { amount: 500 } },
    });
    expect(await lineFigures(line.id)).toMatchObject({ committed: 1_000, paid: 500 });
    const error = await refused(
      'recordPayment',
      payOf(commitment.id, 2, 'ADVANCE', 1),
      'ADVANCE_EXCEEDS_LIMIT',
    );
    expect(error.limit).toEqual({ amount: 0 });
  });

  it('never passes the commitment', async () => {
    const { commitment } = await committed({ acceptedValue: 5_000 });
    const error = await refused(
      'recordPayment',
      payOf(commitment.id, 1, 'INTERIM', 1_001),
      'PAYMENT_EXCEEDS_COMMITMENT',
    );
    expect(error.limit).toEqual({ amount: 1_000 });
  });

  it('pays against acceptances only what is accepted and not yet advanced', async () => {
    const { commitment, contract } = await committed({ acceptedValue: 400 });
    await call(finance, 'recordPayment', payOf(commitment.id, 1, 'ADVANCE', 300));
    const error = await refused(
      'recordPayment',
      payOf(commitment.id, 2, 'INTERIM', 101),
      'PAYMENT_EXCEEDS_ACCEPTANCE',
    );
    expect(error.limit).toEqual({ amount: 100 });
    owners.acceptances.set('acc-1', contract.id).set('acc-2', 'another');
    const input = { ...payOf(commitment.id, 2, 'INTERIM', 100), acceptanceId: 'acc-1' };
    await refused('recordPayment', { ...input, acceptanceId: 'acc-2' }, 'INVALID_INPUT');
    expect((await call(finance, 'recordPayment', input)).errors).toEqual([]);
  });

  it('recovers no more than was advanced, and refunds no more than was paid', async () => {
    const { commitment } = await committed({ acceptedValue: 1_000 });
    await call(finance, 'recordPayment', payOf(commitment.id, 1, 'ADVANCE', 300));
    await refused('recordPayment', payOf(commitment.id, 2, 'ADVANCE_RECOVERY', 301), 'INVALID_INPUT');
    const recovered = await call(finance, 'recordPayment', payOf(commitment.id, 2, 'ADVANCE_RECOVERY', 300));
    expect(recovered.payment.amount).toEqual({ amount: -300 });
    expect(recovered.contract.paid).toEqual({ amount: 0 });
    await refused('recordPayment', payOf(commitment.id, 3, 'REFUND', 1), 'INVALID_INPUT');
  });

  it('makes no final payment before the price is approved and everything is accepted', async () => {
    const { commitment, contract } = await committed({ acceptedValue: 900 });
    await refused(
      'recordPayment',
      payOf(commitment.id, 1, 'FINAL', 900),
      'UNIT_PRICE_NOT_APPROVED',
      'PAYMENT_EXCEEDS_ACCEPTANCE',
    );
    contract.unitPriceStatus = 'APPROVED';
    await refused('recordPayment', payOf(commitment.id, 1, 'FINAL', 900), 'PAYMENT_EXCEEDS_ACCEPTANCE');
    contract.acceptedValue = 1_000;
    expect((await call(finance, 'recordPayment', payOf(commitment.id, 1, 'FINAL', 1_000))).errors).toEqual(
      [],
    );
  });

  it('uses a voucher number once, and frees it where the payment is refused', async () => {
    const one = await committed();
    const two = await committed();
    const input = payOf(one.commitment.id, 1, 'ADVANCE', 10);
    expect((await call(finance, 'recordPayment', input)).errors).toEqual([]);
    await refused(
      'recordPayment',
      { ...payOf(two.commitment.id, 1, 'ADVANCE', 10), voucherNo: input.voucherNo },
      'DUPLICATE_NUMBER',
    );
    const tooMuch = payOf(two.commitment.id, 1, 'ADVANCE', 999);
    await refused('recordPayment', tooMuch, 'ADVANCE_EXCEEDS_LIMIT');
    expect((await call(finance, 'recordPayment', { ...tooMuch, amount: 10 })).errors).toEqual([]);
  });

  it('makes a planned payment, once and of its kind', async () => {
    const { commitment } = await committed();
    const plan = { commitmentId: commitment.id, kind: 'ADVANCE', amount: 200, dueOn: '2019-04-30' };
    const { payment } = await call(finance, 'schedulePayment', plan);
    await refused(
      'recordPayment',
      { ...payOf(commitment.id, 2, 'INTERIM', 1), paymentId: payment.id },
      'ILLEGAL_TRANSITION',
    );
    const paid = await call(finance, 'recordPayment', {
      ...payOf(commitment.id, 2, 'ADVANCE', 200),
      paymentId: payment.id,
    });
    expect(paid.payment).toMatchObject({ id: payment.id, status: 'PAID', dueOn: '2019-04-30', paidOn: day });
    await refused(
      'recordPayment',
      { ...payOf(commitment.id, 3, 'ADVANCE', 1), paymentId: payment.id },
      'ILLEGAL_TRANSITION',
    );
  });

  it('pays nothing in a closed year, and nothing in the future', async () => {
    const { commitment } = await committed();
    const future = { ...payOf(commitment.id, 1, 'ADVANCE', 1), paidOn: '2999-01-01' };
    await refused('recordPayment', future, 'INVALID_INPUT');
    await refused(
      'recordPayment',
      { ...payOf(commitment.id, 1, 'ADVANCE', 1), voucherNo: ' ' },
      'INVALID_INPUT',
    );
    await refused('recordPayment', payOf(commitment.id, 9, 'ADVANCE', 1), 'VERSION_CONFLICT');
    await refused('recordPayment', payOf('none', 1, 'ADVANCE', 1), 'NOT_FOUND');
  });

  it('writes nothing while the owner of the contract does not answer', async () => {
    const { commitment } = await committed({ acceptedValue: 100 });
    owners.isDown = true;
    await refused('recordPayment', payOf(commitment.id, 1, 'INTERIM', 1), 'UPSTREAM_UNAVAILABLE');
    await refused('recordPayment', payOf(commitment.id, 1, 'ADVANCE', 1), 'UPSTREAM_UNAVAILABLE');
    owners.isDown = false;
  });
});

describe('an advance on a contract whose value was lowered below its commitment', () => {
  it('stays within the value, whatever the commitment still holds', async () => {
    const { commitment, contract } = await committed();
    const owned = owners.contracts.get(contract.id);
    if (!owned) throw new Error('the contract has an owner');
    owned.value = 100;
    await refused('recordPayment', payOf(commitment.id, 1, 'ADVANCE', 101), 'PAYMENT_EXCEEDS_COMMITMENT');
    expect((await call(finance, 'recordPayment', payOf(commitment.id, 1, 'ADVANCE', 100))).errors).toEqual(
      [],
    );
  });
});

describe('reversePayment', () => {
  const reason = { vi: 'Chi nhầm' };

  it('takes a payment back by a mirror row, once', async () => {
    const { commitment, line, contract } = await committed();
    const { payment } = await call(finance, 'recordPayment', payOf(commitment.id, 1, 'ADVANCE', 200));
    const payload = await call(finance, 'reversePayment', {
      paymentId: payment.id,
      expectedVersion: 2,
      reason,
    });
    expect(payload).toMatchObject({
      errors: [],
      payment: {
        voucherNo: `ĐẢO-${payment.voucherNo}`,
        status: 'PAID',
        amount: { amount: -200 },
        reverses: { id: payment.id, status: 'REVERSED' },
        provenance: { note: reason },
        commitment: { version: 3 },
      },
      contract: { id: contract.id, paid: { amount: 0 } },
    });
    expect((await lineFigures(line.id)).paid).toBe(0);
    await refused(
      'reversePayment',
      { paymentId: payment.id, expectedVersion: 3, reason },
      'ILLEGAL_TRANSITION',
    );
    await refused(
      'reversePayment',
      { paymentId: payload.payment.id, expectedVersion: 3, reason },
      'ILLEGAL_TRANSITION',
    );
    await refused('reversePayment', { paymentId: 'none', expectedVersion: 3, reason }, 'NOT_FOUND');
  });

  it('leaves an advance that was recovered, and refuses an old version', async () => {
    const { commitment } = await committed();
    const { payment } = await call(finance, 'recordPayment', payOf(commitment.id, 1, 'ADVANCE', 200));
    await refused(
      'reversePayment',
      { paymentId: payment.id, expectedVersion: 1, reason },
      'VERSION_CONFLICT',
    );
    await call(finance, 'recordPayment', payOf(commitment.id, 2, 'ADVANCE_RECOVERY', 100));
    await refused(
      'reversePayment',
      { paymentId: payment.id, expectedVersion: 3, reason },
      'ILLEGAL_TRANSITION',
    );
  });
});
