import { call } from './mutations';
import {
  allocatedLine,
  closeOffice,
  committed,
  day,
  estimateOf,
  finance,
  lineFigures,
  openOffice,
  owners,
  refused,
} from './office';

beforeAll(openOffice, 120_000);
afterAll(closeOffice);

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
