import { collections } from '@lien-thong/finance';
import { type FakeOwners, startFakeOwners } from './fakeOwners';
import { call, codesOf, freshKey } from './mutations';
import { factsRows, startFinance, type TestFinance } from './startFinance';

let finance: TestFinance;
let owners: FakeOwners;
const officer = { subject: 'officer-1', department: 'finance', role: 'officer' };
const day = '2019-03-29';

beforeAll(async () => {
  owners = await startFakeOwners();
  finance = await startFinance({ departmentUrl: (name) => owners.url(name) });
  await finance.load(factsRows());
  finance.caller = officer;
  owners.documents.set('doc-issued', 'ISSUED').set('doc-draft', 'DRAFT').set('doc-other', 'ISSUED');
}, 120_000);
afterAll(async () => {
  await finance.stop();
  await owners.stop();
});

let made = 0;

/** A line with that much in force under a decision of its own, with a ceiling of as much again. */
async function allocatedLine(amount: number): Promise<{ id: string; version: number; decisionId: string }> {
  made += 1;
  const decisionId = `doc-line-${made}`;
  owners.documents.set(decisionId, 'ISSUED');
  const { budgetLine } = await call(finance, 'setBudgetEstimate', estimateOf(`L-${made}`, decisionId));
  await call(finance, 'setBudgetCeiling', { decisionDocumentId: decisionId, amount: amount * 2 });
  const allocated = await call(finance, 'allocateBudget', {
    budgetLineId: budgetLine.id,
    expectedVersion: budgetLine.version,
    decisionDocumentId: decisionId,
    kind: 'INITIAL',
    amount,
    allocatedOn: day,
  });
  expect(allocated.errors).toEqual([]);
  return { id: budgetLine.id, version: allocated.budgetLine.version, decisionId };
}

function estimateOf(code: string, decisionDocumentId: string) {
  return {
    code,
    name: { vi: `Dòng ${code}` },
    fiscalYear: 2019,
    programmeId: 'x-prg-1',
    spendingUnitId: 'SO-TTTT',
    fundingSource: 'RECURRENT',
    amount: 1_000,
    decisionDocumentId,
  };
}

function ownedContract(
  change: Partial<{ value: number; acceptedValue: number; unitPriceStatus: string; status: string }> = {},
) {
  made += 1;
  const id = `ctr-${made}`;
  const contract = {
    id,
    status: 'ACTIVE',
    version: 3,
    value: 1_000,
    acceptedValue: 0,
    unitPriceStatus: 'PROVISIONAL',
    ...change,
  };
  owners.contracts.set(id, contract);
  return contract;
}

/** A contract with a commitment over its whole value. */
async function committed(change: Parameters<typeof ownedContract>[0] = {}) {
  const contract = ownedContract(change);
  const line = await allocatedLine(contract.value);
  const { commitment, errors } = await call(
    finance,
    'commitFunds',
    commitOf(line, contract.id, contract.value),
  );
  expect(errors).toEqual([]);
  return { contract, line, commitment };
}

function commitOf(line: { id: string; version: number }, contractId: string, amount: number) {
  return {
    budgetLineId: line.id,
    expectedVersion: line.version,
    contractId,
    contractVersion: 3,
    amount,
    committedOn: day,
  };
}

let vouchers = 0;
function payOf(commitmentId: string, expectedVersion: number, kind: string, amount: number) {
  vouchers += 1;
  return { commitmentId, expectedVersion, voucherNo: `UNC-${vouchers}`, kind, amount, paidOn: day };
}

/**
 * What would show any write: how long the journal is, and the version of every row. Versions are what projections are
 * written by, so a row that changed has another one.
 */
async function everything(): Promise<string> {
  const { db } = finance.running.database;
  const journal = await db.collection('journal').countDocuments();
  const rows = await Promise.all(
    collections.map(({ name }) =>
      db.collection(name).find().project({ version: 1 }).sort({ _id: 1 }).toArray(),
    ),
  );
  return JSON.stringify([journal, rows]);
}

/** The mutation is refused with exactly these codes and writes nothing. */
async function refused(mutation: string, input: Record<string, unknown>, ...codes: string[]) {
  const before = await everything();
  const payload = await call(finance, mutation, input);
  expect(codesOf(payload)).toEqual(codes);
  expect(payload.replayed).toBe(false);
  expect(await everything()).toBe(before);
  return payload.errors[0];
}

const lineFigures = async (id: string) => {
  const { data } = await finance.ask(
    'query ($id: ID!) { budgetLine(id: $id) { version allocated { amount } committed { amount } paid { amount } settled { amount } available { amount } pendingAllocation { amount } provenance { status } } }',
    { id },
  );
  const {
    allocated,
    committed: reserved,
    paid,
    settled,
    available,
    pendingAllocation,
    version,
    provenance,
  } = data.budgetLine;
  return {
    version,
    status: provenance.status,
    pending: pendingAllocation.amount,
    allocated: allocated.amount,
    committed: reserved.amount,
    paid: paid.amount,
    settled: settled.amount,
    available: available.amount,
  };
};

describe('setBudgetEstimate', () => {
  it('records the estimate of a new line under an issued decision, with its citation', async () => {
    const payload = await call(finance, 'setBudgetEstimate', estimateOf('NEW', 'doc-issued'));
    expect(payload).toMatchObject({
      replayed: false,
      errors: [],
      budgetLine: {
        version: 1,
        code: 'NEW',
        estimate: { amount: 1_000 },
        estimateDecision: { id: 'doc-issued' },
        programme: { id: 'x-prg-1' },
        spendingUnit: { code: 'SO-TTTT' },
        provenance: {
          status: 'OPERATIONAL',
          citations: [{ documentId: 'doc-issued', label: 'doc-issued/QĐ-MH' }],
        },
      },
    });
  });

  it('refuses a decision that is not issued', async () => {
    await refused('setBudgetEstimate', estimateOf('DRAFT', 'doc-draft'), 'DECISION_NOT_IN_FORCE');
    await refused('setBudgetEstimate', estimateOf('DRAFT', 'doc-unknown'), 'NOT_FOUND');
  });

  it('refuses a second estimate of a line and year, and says which there is', async () => {
    await call(finance, 'setBudgetEstimate', estimateOf('TWICE', 'doc-issued'));
    const error = await refused('setBudgetEstimate', estimateOf('TWICE', 'doc-other'), 'ILLEGAL_TRANSITION');
    expect(error.limit).toEqual({ amount: 1_000 });
  });

  it('gives a line that is known without its estimate the amount, and it is no longer the source alone', async () => {
    const { budgetLine } = await call(finance, 'setBudgetEstimate', {
      ...estimateOf('HTCNTT-2017-2018', 'doc-issued'),
      fiscalYear: 2018,
      programmeId: null,
    });
    expect(budgetLine).toMatchObject({
      id: 'bl-HTCNTT-2017-2018',
      version: 2,
      estimate: { amount: 1_000 },
      provenance: { status: 'OPERATIONAL', citations: [{ clause: 'L18a' }, { documentId: 'doc-issued' }] },
    });
  });

  it('refuses an unknown public body and an unknown programme', async () => {
    await refused(
      'setBudgetEstimate',
      { ...estimateOf('A', 'doc-issued'), spendingUnitId: 'NOBODY' },
      'NOT_FOUND',
    );
    await refused(
      'setBudgetEstimate',
      { ...estimateOf('A', 'doc-issued'), programmeId: 'none' },
      'NOT_FOUND',
    );
    await refused('setBudgetEstimate', { ...estimateOf('A', 'doc-issued'), amount: 0 }, 'INVALID_INPUT');
  });
});

describe('allocateBudget', () => {
  const allocate = (
    line: { id: string; version: number; decisionId: string },
    kind: string,
    amount: number,
  ) => ({
    budgetLineId: line.id,
    expectedVersion: line.version,
    decisionDocumentId: line.decisionId,
    kind,
    amount,
    allocatedOn: day,
  });

  it('adds up to what is allocated, reductions counted below zero', async () => {
    const line = await allocatedLine(500);
    const reduced = await call(finance, 'allocateBudget', allocate(line, 'REDUCTION', 200));
    expect(reduced).toMatchObject({
      errors: [],
      allocation: { kind: 'REDUCTION', status: 'IN_FORCE', amount: { amount: -200 } },
      budgetLine: { allocated: { amount: 300 }, available: { amount: 300 } },
      document: { id: line.decisionId },
    });
  });

  it('stays within the ceiling of its decision, and says how much is left', async () => {
    const line = await allocatedLine(500);
    const error = await refused(
      'allocateBudget',
      allocate(line, 'SUPPLEMENT', 501),
      'ALLOCATION_EXCEEDS_CEILING',
    );
    expect(error).toMatchObject({ path: ['amount'], limit: { amount: 500 } });
    const exactly = await call(finance, 'allocateBudget', allocate(line, 'SUPPLEMENT', 500));
    expect(exactly.errors).toEqual([]);
  });

  it('needs an issued decision whose total is known', async () => {
    const line = await allocatedLine(10);
    await refused(
      'allocateBudget',
      allocate({ ...line, decisionId: 'doc-draft' }, 'INITIAL', 1),
      'DECISION_NOT_IN_FORCE',
    );
    const error = await refused(
      'allocateBudget',
      allocate({ ...line, decisionId: 'doc-other' }, 'INITIAL', 1),
      'INVALID_INPUT',
    );
    expect(error.message.en).toContain('setBudgetCeiling');
  });

  it('leaves a line what is committed on it', async () => {
    const { line } = await committed();
    const now = { ...line, version: (await lineFigures(line.id)).version };
    const error = await refused(
      'allocateBudget',
      allocate(now, 'REDUCTION', 1),
      'COMMITMENT_EXCEEDS_ALLOCATION',
    );
    expect(error.limit).toEqual({ amount: 0 });
  });

  it('transfers in under a decision only what went out under it', async () => {
    const from = await allocatedLine(100);
    const to = await allocatedLine(100);
    const into = { ...to, decisionId: from.decisionId };
    await refused('allocateBudget', allocate(into, 'TRANSFER_IN', 40), 'ALLOCATION_EXCEEDS_CEILING');
    expect((await call(finance, 'allocateBudget', allocate(from, 'TRANSFER_OUT', 40))).errors).toEqual([]);
    await refused('allocateBudget', allocate(into, 'TRANSFER_IN', 41), 'ALLOCATION_EXCEEDS_CEILING');
    expect((await call(finance, 'allocateBudget', allocate(into, 'TRANSFER_IN', 40))).errors).toEqual([]);
    expect((await lineFigures(from.id)).allocated).toBe(60);
    expect((await lineFigures(to.id)).allocated).toBe(140);
  });

  it('puts a pending allocation in force: what was agreed is closed, what is in force stands in its place', async () => {
    owners.documents.set('doc-in-force', 'ISSUED');
    await call(finance, 'setBudgetCeiling', { decisionDocumentId: 'doc-in-force', amount: 106_850_000_000 });
    const payload = await call(finance, 'allocateBudget', {
      ...allocate(
        { id: 'bl-UDCNTT-2019', version: 1, decisionId: 'doc-in-force' },
        'INITIAL',
        106_850_000_000,
      ),
      pendingAllocationId: 'alc-UDCNTT-2019',
    });
    expect(payload).toMatchObject({
      errors: [],
      budgetLine: { pendingAllocation: { amount: 0 }, allocated: { amount: 106_850_000_000 } },
    });
    expect((await lineFigures('bl-UDCNTT-2019')).status).toBe('OPERATIONAL');
    await refused(
      'allocateBudget',
      {
        ...allocate(
          { id: 'bl-UDCNTT-2019', version: payload.budgetLine.version, decisionId: 'doc-in-force' },
          'REDUCTION',
          1,
        ),
        pendingAllocationId: 'alc-UDCNTT-2019',
      },
      'ILLEGAL_TRANSITION',
    );
  });

  it('refuses a version that is not the newest', async () => {
    const line = await allocatedLine(100);
    await refused(
      'allocateBudget',
      allocate({ ...line, version: line.version - 1 }, 'SUPPLEMENT', 1),
      'VERSION_CONFLICT',
    );
    await refused('allocateBudget', allocate({ ...line, id: 'none' }, 'SUPPLEMENT', 1), 'NOT_FOUND');
  });
});

describe('setBudgetCeiling', () => {
  it('records the total of a decision once', async () => {
    owners.documents.set('doc-ceiling', 'ISSUED');
    const payload = await call(finance, 'setBudgetCeiling', { decisionDocumentId: 'doc-ceiling', amount: 7 });
    expect(payload).toMatchObject({ document: { id: 'doc-ceiling' }, ceiling: { amount: 7 }, errors: [] });
    await refused('setBudgetCeiling', { decisionDocumentId: 'doc-ceiling', amount: 8 }, 'ILLEGAL_TRANSITION');
    await refused(
      'setBudgetCeiling',
      { decisionDocumentId: 'doc-draft', amount: 8 },
      'DECISION_NOT_IN_FORCE',
    );
  });
});

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
    // An advance depends on nothing outside this department.
    expect((await call(finance, 'recordPayment', payOf(commitment.id, 1, 'ADVANCE', 1))).errors).toEqual([]);
    owners.isDown = false;
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

describe('settleContract', () => {
  const settle = (contractId: string) => ({
    contractId,
    contractVersion: 3,
    settledOn: day,
    decisionDocumentId: 'doc-issued',
  });

  it('settles for what was paid once nothing blocks it, and lets what was planned lapse', async () => {
    const { contract, commitment, line } = await committed({
      acceptedValue: 1_000,
      unitPriceStatus: 'APPROVED',
    });
    await call(finance, 'recordPayment', payOf(commitment.id, 1, 'INTERIM', 800));
    const planned = await call(finance, 'schedulePayment', {
      commitmentId: commitment.id,
      kind: 'INTERIM',
      amount: 100,
      dueOn: '2019-12-01',
    });
    const payload = await call(finance, 'settleContract', settle(contract.id));
    expect(payload).toMatchObject({
      errors: [],
      settlement: { amount: { amount: 800 }, settledOn: day, decision: { id: 'doc-issued' } },
      contract: { id: contract.id, settlement: { id: payload.settlement.id } },
    });
    expect(await lineFigures(line.id)).toMatchObject({ paid: 800, settled: 800 });
    const { data } = await finance.ask('query ($id: ID!) { payment(id: $id) { status } }', {
      id: planned.payment.id,
    });
    expect(data.payment.status).toBe('REJECTED');
    await refused('settleContract', settle(contract.id), 'ILLEGAL_TRANSITION');
    await refused('recordPayment', payOf(commitment.id, 4, 'ADVANCE', 1), 'ILLEGAL_TRANSITION');
    await refused(
      'reversePayment',
      { paymentId: planned.payment.id, expectedVersion: 4, reason: { vi: 'x' } },
      'ILLEGAL_TRANSITION',
    );
  });

  it('names everything that blocks it at once', async () => {
    const { contract, commitment } = await committed({ acceptedValue: 500 });
    await call(finance, 'recordPayment', payOf(commitment.id, 1, 'ADVANCE', 100));
    await refused(
      'settleContract',
      settle(contract.id),
      'UNIT_PRICE_NOT_APPROVED',
      'ILLEGAL_TRANSITION',
      'ADVANCE_NOT_RECOVERED',
    );
    await refused('settleContract', { ...settle(contract.id), contractVersion: 2 }, 'VERSION_CONFLICT');
    await refused(
      'settleContract',
      { ...settle(contract.id), decisionDocumentId: 'doc-draft' },
      'DECISION_NOT_IN_FORCE',
    );
    await refused(
      'settleContract',
      settle(ownedContract({ acceptedValue: 1_000, unitPriceStatus: 'APPROVED' }).id),
      'ILLEGAL_TRANSITION',
    );
  });
});

describe('closeFiscalYear', () => {
  it('closes the books once; afterwards nothing is paid in the year', async () => {
    made += 1;
    const decisionId = `doc-line-${made}`;
    owners.documents.set(decisionId, 'ISSUED');
    const { budgetLine } = await call(finance, 'setBudgetEstimate', {
      ...estimateOf('OLD', decisionId),
      fiscalYear: 2016,
    });
    await call(finance, 'setBudgetCeiling', { decisionDocumentId: decisionId, amount: 1_000 });
    const allocation = {
      budgetLineId: budgetLine.id,
      expectedVersion: 1,
      decisionDocumentId: decisionId,
      kind: 'INITIAL',
      amount: 1_000,
      allocatedOn: day,
    };
    const { budgetLine: line } = await call(finance, 'allocateBudget', allocation);
    const contract = ownedContract();
    const { commitment } = await call(
      finance,
      'commitFunds',
      commitOf({ id: budgetLine.id, version: line.version }, contract.id, 1_000),
    );
    const { payment } = await call(finance, 'recordPayment', payOf(commitment.id, 1, 'ADVANCE', 1));

    const close = { fiscalYear: 2016, closedOn: day, decisionDocumentId: 'doc-issued' };
    expect(await call(finance, 'closeFiscalYear', close)).toMatchObject({
      fiscalYear: 2016,
      closedOn: day,
      errors: [],
    });
    await refused('closeFiscalYear', close, 'ILLEGAL_TRANSITION');
    await refused('recordPayment', payOf(commitment.id, 2, 'ADVANCE', 1), 'FISCAL_YEAR_CLOSED');
    await refused(
      'reversePayment',
      { paymentId: payment.id, expectedVersion: 2, reason: { vi: 'x' } },
      'FISCAL_YEAR_CLOSED',
    );
    await refused(
      'schedulePayment',
      { commitmentId: commitment.id, kind: 'ADVANCE', amount: 1, dueOn: day },
      'FISCAL_YEAR_CLOSED',
    );
  });
});

describe('the caller', () => {
  it('must be an officer of finance, and known', async () => {
    const { commitment } = await committed();
    const input = payOf(commitment.id, 1, 'ADVANCE', 1);
    finance.caller = { ...officer, department: 'ict' };
    await refused('recordPayment', input, 'FORBIDDEN');
    finance.caller = { ...officer, role: 'auditor' };
    await refused('recordPayment', input, 'FORBIDDEN');
    finance.caller = null;
    const { errors, data } = await finance.ask(
      'mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { replayed } }',
      { input: { idempotencyKey: freshKey(), ...input } },
    );
    finance.caller = officer;
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(data).toEqual({ recordPayment: null });
  });
});

describe('the same key', () => {
  it('gives the first result again, even after the data moved on and while the owner is down', async () => {
    const { commitment } = await committed({ acceptedValue: 1_000 });
    const input = { ...payOf(commitment.id, 1, 'INTERIM', 100), idempotencyKey: freshKey() };
    const first = await call(finance, 'recordPayment', input);
    await call(finance, 'recordPayment', payOf(commitment.id, 2, 'INTERIM', 50));
    owners.isDown = true;
    const again = await call(finance, 'recordPayment', input);
    owners.isDown = false;
    expect(again).toMatchObject({
      replayed: true,
      errors: [],
      payment: { id: first.payment.id, amount: { amount: 100 } },
    });
    await refused('recordPayment', { ...input, amount: 101 }, 'IDEMPOTENCY_MISMATCH');
  });

  it('tried again after a refusal does the thing once it may be done', async () => {
    const line = await allocatedLine(100);
    const contract = ownedContract({ value: 10 });
    const input = { ...commitOf(line, contract.id, 20), idempotencyKey: freshKey() };
    await refused('commitFunds', input, 'COMMITMENT_EXCEEDS_CONTRACT');
    contract.value = 20;
    expect(await call(finance, 'commitFunds', input)).toMatchObject({ replayed: false, errors: [] });
    expect(await call(finance, 'commitFunds', input)).toMatchObject({ replayed: true, errors: [] });
  });
});

describe('history', () => {
  it('of a line and of a contract tells who did what, newest first', async () => {
    const { commitment, line, contract } = await committed();
    await call(finance, 'recordPayment', payOf(commitment.id, 1, 'ADVANCE', 100));
    const { data } = await finance.ask(
      `query ($line: ID!, $keys: [_Any!]!) {
        budgetLine(id: $line) { history { totalCount nodes { version command by role changes { path after } } } }
        _entities(representations: $keys) { ... on Contract { financeHistory(first: 1) { totalCount nodes { command by changes { path } } pageInfo { hasNextPage } } } }
      }`,
      { line: line.id, keys: [{ __typename: 'Contract', id: contract.id }] },
    );
    const commands = data.budgetLine.history.nodes.map(({ command }: { command: string }) => command);
    expect(commands).toEqual([
      'syncLine',
      'syncLine',
      'commitFunds:reserve',
      'allocateBudget',
      'setBudgetEstimate',
    ]);
    expect(data.budgetLine.history.nodes[0]).toMatchObject({
      version: 5,
      by: 'officer-1',
      role: 'finance/officer',
    });
    const [{ financeHistory }] = data._entities;
    expect(financeHistory).toMatchObject({
      totalCount: 2,
      nodes: [{ command: 'recordPayment' }],
      pageInfo: { hasNextPage: true },
    });
    expect(financeHistory.nodes[0].changes.map(({ path }: { path: string }) => path)).toContain(
      'commitments.0.entries.0.amount',
    );
  });
});
