import { call } from './mutations';
import {
  closeOffice,
  commitOf,
  committed,
  day,
  estimateOf,
  finance,
  lineFigures,
  nextNumber,
  openOffice,
  ownedContract,
  owners,
  payOf,
  refused,
} from './office';

beforeAll(openOffice, 120_000);
afterAll(closeOffice);

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
    const decisionId = `doc-line-${nextNumber()}`;
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
