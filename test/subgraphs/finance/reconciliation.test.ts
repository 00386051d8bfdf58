import { type FakeOwners, startFakeOwners } from './fakeOwners';
import { sampleRows } from './sampleRows';
import { factsRows, type SeedRows, startFinance, type TestFinance } from './startFinance';

let finance: TestFinance;
let owners: FakeOwners;

/** The sample with copies that agree with what the owners say until a test plants a drift. */
const agreeingRows: SeedRows = {
  ...sampleRows,
  commitments: (sampleRows.commitments ?? []).map((row) => {
    const commitment = row as { amount: { amount: number }; payee: object };
    const shares = [{ serviceId: 'x-srv-1', amount: commitment.amount.amount }];
    return { ...commitment, serviceShares: shares };
  }),
};

function agree(): void {
  const base = { status: 'ACTIVE', version: 1, unitPriceStatus: 'APPROVED' };
  owners.contracts.clear();
  owners.contracts.set('x-ctr-1', { ...base, id: 'x-ctr-1', value: 1_000, acceptedValue: 400 });
  owners.contracts.set('x-ctr-2', {
    ...base,
    id: 'x-ctr-2',
    value: 900,
    acceptedValue: 250,
    providerId: 'x-prv-B',
  });
  owners.contracts.set('x-ctr-9', { ...base, id: 'x-ctr-9', value: 77, acceptedValue: 77 });
  owners.documentKinds.clear();
  for (const id of ['x-doc-1', 'x-doc-2', 'x-doc-4']) owners.documents.set(id, 'ISSUED');
  owners.planItems.clear();
  owners.planItems.set('pli-1', 'x-ctr-1');
  owners.isDown = false;
}

beforeAll(async () => {
  owners = await startFakeOwners();
  finance = await startFinance({ departmentUrl: (name) => owners.url(name) });
  await finance.load({ publicBodies: factsRows().publicBodies ?? [], ...agreeingRows });
}, 120_000);
afterAll(async () => {
  await finance.stop();
  await owners.stop();
});
beforeEach(agree);

const query = `query ($first: Int, $after: String) {
  reconciliation(first: $first, after: $after) {
    compared
    nodes { id kind departments rows { type id } contract { id } expected actual sentence { vi en } }
    edges { cursor }
    pageInfo { hasNextPage endCursor }
  }
}`;

// biome-ignore lint/suspicious/noExplicitAny: drifts of many shapes
async function drifts(): Promise<any[]> {
  const { data, errors } = await finance.ask(query, { first: 500 });
  expect(errors).toBeUndefined();
  expect(data.reconciliation.pageInfo.hasNextPage).toBe(false);
  return data.reconciliation.nodes;
}

const change = (id: string, fields: Partial<NonNullable<ReturnType<FakeOwners['contracts']['get']>>>) =>
  Object.assign(owners.contracts.get(id) ?? {}, fields);

it('departments that agree have no drift', async () => {
  expect(await drifts()).toEqual([]);
});

it.each<[string, () => unknown, string, string, string]>([
  ['CONTRACT_UNKNOWN', () => owners.contracts.delete('x-ctr-1'), 'x-cmt-1', 'none', 'x-ctr-1'],
  ['CONTRACT_NOT_ACTIVE', () => change('x-ctr-1', { status: 'CANCELLED' }), 'x-cmt-1', 'ACTIVE', 'CANCELLED'],
  ['ADVANCE_ON_CLOSED_CONTRACT', () => change('x-ctr-1', { status: 'TERMINATED' }), 'x-cmt-1', '0', '200'],
  ['CONTRACT_VERSION_AHEAD', () => change('x-ctr-1', { version: 0 }), 'x-cmt-1', '0', '1'],
  [
    'CONTRACT_VALUE_DIFFERS',
    () => change('x-ctr-1', { value: 1_100, version: 2 }),
    'x-cmt-1',
    '1100',
    '1000',
  ],
  ['COMMITTED_ABOVE_VALUE', () => change('x-ctr-1', { value: 999 }), 'x-cmt-1', '999', '1000'],
  ['PAID_ABOVE_VALUE', () => change('x-ctr-1', { value: 599 }), 'x-cmt-1', '599', '600'],
  ['PAID_ABOVE_ACCEPTED', () => change('x-ctr-1', { acceptedValue: 399 }), 'x-cmt-1', '399', '400'],
  ['PAYEE_DIFFERS', () => change('x-ctr-1', { providerId: 'x-prv-C' }), 'x-cmt-1', 'x-prv-C', 'x-prv-A'],
  [
    'SETTLED_WITHOUT_APPROVED_PRICE',
    () => change('x-ctr-9', { unitPriceStatus: 'PROVISIONAL' }),
    'x-stl-1',
    'APPROVED',
    'PROVISIONAL',
  ],
  [
    'DECISION_NOT_ISSUED',
    () => owners.documents.set('x-doc-4', 'DRAFT'),
    'x-stl-1',
    'DECISION ISSUED',
    'DECISION DRAFT',
  ],
  ['PLANNED_CONTRACT_UNKNOWN', () => owners.planItems.set('pli-2', 'ctr-none'), 'pli-2', 'none', 'ctr-none'],
])('a planted %s is listed with its rows', async (kind, plant, row, expected, actual) => {
  plant();
  const found = (await drifts()).filter((drift) => drift.kind === kind);
  expect(found).toMatchObject([
    { expected, actual, rows: expect.arrayContaining([{ type: expect.any(String), id: row }]) },
  ]);
  expect(found[0].departments.length).toBe(2);
});

it('a sentence says what differs, to the đồng, in both languages', async () => {
  change('x-ctr-1', { acceptedValue: 399 });
  const [drift] = await drifts();
  expect(drift.sentence).toEqual({
    vi: 'Hợp đồng x-ctr-1: đã thanh toán khối lượng 400 đồng, vượt giá trị nghiệm thu 399 đồng.',
    en: 'Contract x-ctr-1: VND 400 is paid for work, above the accepted value of VND 399.',
  });
  expect(drift).toMatchObject({ contract: { id: 'x-ctr-1' }, departments: ['finance', 'ict'] });
});

it('a decision that is missing, or of another kind, is a drift of every row that cites it', async () => {
  owners.documents.delete('x-doc-2');
  owners.documentKinds.set('x-doc-1', 'SUBMISSION');
  const found = (await drifts()).map(({ rows, actual }) => [rows[0].type, rows[0].id, actual]);
  expect(found).toEqual([
    ['BudgetLine', 'x-line-1', 'SUBMISSION ISSUED'],
    ['BudgetLine', 'x-line-2', 'SUBMISSION ISSUED'],
    ['Allocation', 'x-alc-1', 'none'],
    ['Allocation', 'x-alc-2', 'none'],
    ['Allocation', 'x-alc-3', 'none'],
    ['Document', 'x-doc-2', 'none'],
  ]);
});

it('pages of one drift are the whole list, each drift once', async () => {
  change('x-ctr-1', { value: 500, status: 'CANCELLED' });
  owners.documents.delete('x-doc-1');
  owners.planItems.set('pli-2', 'ctr-none');
  const whole = (await drifts()).map(({ id }) => id);
  const paged: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { data } = await finance.ask(query, { first: 1, after });
    const { nodes, edges, pageInfo } = data.reconciliation;
    paged.push(...nodes.map(({ id }: { id: string }) => id));
    if (!pageInfo.hasNextPage) break;
    // The cursor of the last drift and that of the page lead to the same place.
    after = paged.length % 2 ? pageInfo.endCursor : (edges.at(-1)?.cursor ?? pageInfo.endCursor);
  }
  expect(whole.length).toBeGreaterThanOrEqual(6);
  expect(paged).toEqual(whole);
});

it('a department that does not answer makes the list null, with its code and its name', async () => {
  owners.isDown = true;
  const { data, errors } = await finance.ask(query);
  expect(data).toEqual({ reconciliation: null });
  expect(errors).toMatchObject([
    {
      message:
        'ict had to be asked and did not answer in time, so nothing can be said about what agrees. Try again.',
      extensions: { code: 'UPSTREAM_UNAVAILABLE', department: 'ict' },
    },
  ]);
});

it('a cursor of another list is refused', async () => {
  const { errors } = await finance.ask(query, { after: 'bm9uZQ' });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INVALID_CURSOR']);
});
