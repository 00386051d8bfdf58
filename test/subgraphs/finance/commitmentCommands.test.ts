import { call } from './mutations';
import {
  allocatedLine,
  closeOffice,
  commitOf,
  committed,
  finance,
  lineFigures,
  openOffice,
  ownedContract,
  owners,
  refused,
} from './office';

beforeAll(openOffice, 120_000);
afterAll(closeOffice);

describe('commitFunds', () => {
  it('reserves a part of the line for the contract, split over its services later', async () => {
    const { commitment, line, contract } = await committed();
    expect(commitment).toMatchObject({
      version: 1,
      amount: { amount: 1_000 },
      paid: { amount: 0 },
      remaining: { amount: 1_000 },
      contract: { id: contract.id },
      budgetLine: { id: line.id },
      provenance: { status: 'OPERATIONAL' },
    });
    expect(await lineFigures(line.id)).toMatchObject({ allocated: 1_000, committed: 1_000, available: 0 });
  });

  it('stays within what is allocated to the line', async () => {
    const line = await allocatedLine(400);
    const error = await refused(
      'commitFunds',
      commitOf(line, ownedContract().id, 401),
      'COMMITMENT_EXCEEDS_ALLOCATION',
    );
    expect(error).toMatchObject({ path: ['amount'], limit: { amount: 400 } });
  });

  it('stays, over all lines, within the value of the contract', async () => {
    const { contract } = await committed({ value: 300 });
    const line = await allocatedLine(1_000);
    const error = await refused('commitFunds', commitOf(line, contract.id, 1), 'COMMITMENT_EXCEEDS_CONTRACT');
    expect(error.limit).toEqual({ amount: 0 });
  });

  it('needs an active contract at the version sent', async () => {
    const line = await allocatedLine(1_000);
    await refused(
      'commitFunds',
      commitOf(line, ownedContract({ status: 'PENDING' }).id, 1),
      'ILLEGAL_TRANSITION',
    );
    await refused(
      'commitFunds',
      { ...commitOf(line, ownedContract().id, 1), contractVersion: 2 },
      'VERSION_CONFLICT',
    );
    await refused('commitFunds', commitOf(line, 'none', 1), 'NOT_FOUND');
    await refused(
      'commitFunds',
      commitOf({ ...line, version: 99 }, ownedContract().id, 1),
      'VERSION_CONFLICT',
    );
  });

  it('writes nothing while the owner of the contract does not answer', async () => {
    const line = await allocatedLine(1_000);
    owners.isDown = true;
    const error = await refused('commitFunds', commitOf(line, ownedContract().id, 1), 'UPSTREAM_UNAVAILABLE');
    owners.isDown = false;
    expect(error.message.vi).toContain('Chưa ghi gì');
  });
});

describe('schedulePayment', () => {
  it('plans within the commitment, and the payment shows as due', async () => {
    const { commitment, contract } = await committed();
    const plan = { commitmentId: commitment.id, kind: 'INTERIM', amount: 900, dueOn: '2019-02-28' };
    const { payment } = await call(finance, 'schedulePayment', plan);
    expect(payment).toMatchObject({
      status: 'PLANNED',
      paidOn: null,
      voucherNo: null,
      amount: { amount: 900 },
    });
    const error = await refused('schedulePayment', { ...plan, amount: 101 }, 'PAYMENT_EXCEEDS_COMMITMENT');
    expect(error.limit).toEqual({ amount: 100 });
    await refused('schedulePayment', { ...plan, kind: 'REFUND', amount: 1 }, 'INVALID_INPUT');
    const { data } = await finance.ask(
      '{ contractBalances(filter: { overdueOn: "2019-03-31" }, first: 500) { nodes { contract { id } overdue { amount } nextDueOn } } }',
    );
    expect(data.contractBalances.nodes).toContainEqual({
      contract: { id: contract.id },
      overdue: { amount: 900 },
      nextDueOn: '2019-02-28',
    });
  });
});
