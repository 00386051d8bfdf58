import type { SeedRows } from './startFinance';

const provenance = {
  status: 'ILLUSTRATIVE',
  citations: [],
  note: { vi: 'Dữ liệu thử.' },
  recordedBy: 'test',
  recordedAt: '2019-06-30T10:00:00Z',
};
const row = { version: 1, provenance };
const dong = (amount: number) => ({ amount, qualifier: 'EXACT' });

const programme = { id: 'x-prg-1', code: 'MAU-CT-2019', name: { vi: 'Chương trình mẫu', en: 'Sample' } };
const payees = {
  A: { id: 'x-prv-A', legalName: 'Công ty CP Minh Hoạ 001', taxCode: '0000000122' },
  B: { id: 'x-prv-B', legalName: 'Công ty CP Minh Hoạ 002', taxCode: null },
};

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  /** Whole đồng, signed. */
  readonly amount: number;
  readonly dueOn: string | null;
  readonly paidOn: string | null;
  readonly acceptanceId?: string;
}

/** Contract 1: an advance of 300, part payments of 400 with 100 recovered, a payment to come. Paid 600 of 1,000. */
const entriesOfFirst: Entry[] = [
  { id: 'x-pay-1', kind: 'ADVANCE', status: 'PAID', amount: 300, dueOn: '2019-01-20', paidOn: '2019-01-15' },
  {
    id: 'x-pay-2',
    kind: 'INTERIM',
    status: 'PAID',
    amount: 400,
    dueOn: '2019-03-31',
    paidOn: '2019-03-29',
    acceptanceId: 'x-acc-1',
  },
  {
    id: 'x-pay-3',
    kind: 'ADVANCE_RECOVERY',
    status: 'PAID',
    amount: -100,
    dueOn: null,
    paidOn: '2019-03-29',
    acceptanceId: 'x-acc-1',
  },
  { id: 'x-pay-4', kind: 'INTERIM', status: 'PLANNED', amount: 200, dueOn: '2019-03-15', paidOn: null },
  { id: 'x-pay-5', kind: 'INTERIM', status: 'APPROVED', amount: 150, dueOn: '2019-06-30', paidOn: null },
];
/** Contract 2: a payment of 500 made by mistake and reversed, then 250. Paid 250 of 900. */
const entriesOfSecond: Entry[] = [
  { id: 'x-pay-6', kind: 'INTERIM', status: 'REVERSED', amount: 500, dueOn: null, paidOn: '2019-02-01' },
  { id: 'x-pay-7', kind: 'INTERIM', status: 'PAID', amount: -500, dueOn: null, paidOn: '2019-02-10' },
  { id: 'x-pay-8', kind: 'INTERIM', status: 'PAID', amount: 250, dueOn: null, paidOn: '2019-05-02' },
];

interface Commitment {
  readonly id: string;
  readonly contractId: string;
  readonly budgetLineId: string;
  readonly payee: (typeof payees)['A' | 'B'];
  readonly amount: number;
  readonly shares: readonly { readonly serviceId: string; readonly amount: number }[];
  readonly entries: readonly Entry[];
}

const commitments: Commitment[] = [
  {
    id: 'x-cmt-1',
    contractId: 'x-ctr-1',
    budgetLineId: 'x-line-1',
    payee: payees.A,
    amount: 1_000,
    shares: [
      { serviceId: 'x-srv-1', amount: 700 },
      { serviceId: 'x-srv-2', amount: 299 },
    ],
    entries: entriesOfFirst,
  },
  {
    id: 'x-cmt-2',
    contractId: 'x-ctr-2',
    budgetLineId: 'x-line-1',
    payee: payees.B,
    amount: 900,
    shares: [{ serviceId: 'x-srv-1', amount: 900 }],
    entries: entriesOfSecond,
  },
];

function commitmentRow({ id, contractId, budgetLineId, payee, amount, shares, entries }: Commitment) {
  return {
    ...row,
    _id: id,
    budgetLineId,
    contractId,
    programmeId: programme.id,
    fiscalYear: 2019,
    payee,
    amount: dong(amount),
    committedOn: '2019-01-10',
    contractVersion: 1,
    serviceShares: shares,
    entries: entries.map(({ id: paymentId, acceptanceId: _, ...entry }) => ({
      paymentId,
      ...entry,
      fiscalYear: 2019,
    })),
    settlementId: null,
  };
}

function paymentRows({ id: commitmentId, contractId, budgetLineId, payee, entries }: Commitment) {
  return entries.map(({ id, amount, acceptanceId = null, ...entry }) => ({
    ...row,
    _id: id,
    ...entry,
    voucherNo: entry.paidOn ? `MẪU-UNC-${id}` : null,
    contractId,
    commitmentId,
    budgetLineId,
    programmeId: programme.id,
    acceptanceId,
    payee,
    amount: dong(amount),
    fiscalYear: 2019,
    reversesId: id === 'x-pay-7' ? 'x-pay-6' : null,
  }));
}

interface Allocation {
  readonly id: string;
  readonly line: string;
  readonly kind: string;
  readonly status: string;
  /** Whole đồng, signed. */
  readonly amount: number;
}

const allocations: Allocation[] = [
  { id: 'x-alc-1', line: 'x-line-1', kind: 'INITIAL', amount: 3_000, status: 'IN_FORCE' },
  { id: 'x-alc-2', line: 'x-line-1', kind: 'REDUCTION', amount: -500, status: 'IN_FORCE' },
  { id: 'x-alc-3', line: 'x-line-2', kind: 'INITIAL', amount: 800, status: 'IN_FORCE' },
  { id: 'x-alc-4', line: 'x-line-2', kind: 'SUPPLEMENT', amount: 700, status: 'AGREED' },
];

function commitmentPart({ id, contractId, amount, entries }: Commitment) {
  const paid = entries.filter(({ paidOn }) => paidOn !== null);
  const sum = (list: readonly Entry[]) => dong(list.reduce((total, entry) => total + entry.amount, 0));
  return {
    commitmentId: id,
    contractId,
    state: 'APPLIED',
    version: 1,
    committed: dong(amount),
    advanced: sum(paid.filter(({ kind }) => kind === 'ADVANCE')),
    paid: sum(paid),
    settled: dong(0),
  };
}

function lineRow(id: string) {
  return {
    ...row,
    _id: id,
    code: `MAU-${id.slice(-1)}`,
    name: { vi: `[MINH HOẠ] Dòng thuê dịch vụ số ${id.slice(-1)}`, en: null },
    fiscalYear: 2019,
    programme,
    spendingUnitId: 'SO-TTTT',
    economicClass: {
      scheme: 'VN-MLNSNN',
      id: '6750-6799',
      description: { vi: 'Chi phí thuê mướn' },
    },
    fundingSource: 'RECURRENT',
    estimate: dong(5_000),
    estimateDecisionId: 'x-doc-1',
    allocationParts: allocations
      .filter(({ line }) => line === id)
      .map(({ id: allocationId, kind, status, amount }) => ({
        allocationId,
        kind,
        status,
        amount: dong(amount),
      })),
    commitmentParts: commitments.filter(({ budgetLineId }) => budgetLineId === id).map(commitmentPart),
  };
}

/** Two lines, two contracts and their payments, small enough to add up by hand. Amounts in đồng. */
export const sampleRows: SeedRows = {
  budgetLines: [lineRow('x-line-1'), lineRow('x-line-2')],
  allocations: allocations.map(({ id, line, kind, amount, status }) => ({
    ...row,
    _id: id,
    budgetLineId: line,
    decisionId: status === 'IN_FORCE' ? 'x-doc-2' : 'x-doc-3',
    kind,
    amount: dong(amount),
    allocatedOn: status === 'IN_FORCE' ? '2019-01-05' : null,
    status,
  })),
  decisions: [
    {
      ...row,
      _id: 'x-doc-2',
      ceiling: dong(4_000),
      reservations: [
        {
          allocationId: 'x-alc-1',
          budgetLineId: 'x-line-1',
          kind: 'INITIAL',
          amount: 3_000,
          state: 'APPLIED',
        },
        {
          allocationId: 'x-alc-2',
          budgetLineId: 'x-line-1',
          kind: 'REDUCTION',
          amount: -500,
          state: 'APPLIED',
        },
        { allocationId: 'x-alc-3', budgetLineId: 'x-line-2', kind: 'INITIAL', amount: 800, state: 'APPLIED' },
      ],
    },
  ],
  commitments: commitments.map(commitmentRow),
  payments: commitments.flatMap(paymentRows),
  settlements: [
    {
      ...row,
      _id: 'x-stl-1',
      contractId: 'x-ctr-9',
      amount: dong(77),
      settledOn: '2019-06-01',
      decisionId: 'x-doc-4',
    },
  ],
};
