import { budgetLineCollection, decisionCollection, voucherCollection } from '@lien-thong/finance';
import { type CollectionDefinition, encodeRow, type Row } from '@lien-thong/subgraph-kit';
import { type FakeOwners, type OwnedContract, startFakeOwners } from './fakeOwners';
import { call, codesOf, freshKey } from './mutations';
import { sampleRows } from './sampleRows';
import { factsRows, startFinance, type TestFinance } from './startFinance';

let finance: TestFinance;
let owners: FakeOwners;
const longAgo = '2019-03-01T00:00:00Z';
/** An active contract that leaves room for every payment of these tests. */
const ownedContract = (id: string): OwnedContract => ({
  id,
  status: 'ACTIVE',
  version: 1,
  value: 1_000,
  acceptedValue: 1_000,
  unitPriceStatus: 'APPROVED',
});
const zero = { amount: 0, qualifier: 'EXACT' };

/** A row with what a process left behind when it died right after it had reserved. */
function abandoned<T extends Row>(definition: CollectionDefinition<T>, id: string, change: object): unknown {
  const row = (sampleRows[definition.name] ?? []).find((each) => (each as Row)._id === id) as object;
  return encodeRow(definition, definition.schema.parse({ ...row, ...change }));
}

beforeAll(async () => {
  owners = await startFakeOwners();
  for (const id of ['x-ctr-1', 'x-ctr-2']) owners.contracts.set(id, ownedContract(id));
  finance = await startFinance({ departmentUrl: (name) => owners.url(name), sweepEveryMs: 200 });
  await finance.load({ publicBodies: factsRows().publicBodies ?? [] });
  await finance.load(sampleRows);
  finance.caller = { subject: 'officer-1', department: 'finance', role: 'officer' };
}, 120_000);
afterAll(async () => {
  await finance.stop();
  await owners.stop();
});

async function eventually<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const value = await ask();
    if (holds(value) || Date.now() > end) return value;
  }
}

const replace = (name: string, row: unknown) =>
  finance.running.database.db
    .collection<Row>(name)
    .replaceOne({ _id: (row as Row)._id }, row as Row, { upsert: true });

const lineNow = async (id: string) => {
  const { data } = await finance.ask(
    'query ($id: ID!) { budgetLine(id: $id) { committed { amount } available { amount } paid { amount } } }',
    { id },
  );
  return data.budgetLine;
};

it('a reservation on a line that no command finished counts at first, and is freed by the sweep', async () => {
  const part = {
    commitmentId: 'cmt-abandoned',
    contractId: 'x-ctr-7',
    state: 'RESERVED',
    since: longAgo,
    version: 0,
    committed: { amount: 300, qualifier: 'EXACT' },
    advanced: zero,
    paid: zero,
    settled: zero,
  };
  const row = abandoned(budgetLineCollection, 'x-line-2', { commitmentParts: [part] });
  await replace('budgetLines', row);
  const freed = await eventually(
    () => lineNow('x-line-2'),
    ({ committed }) => committed.amount === 0,
  );
  expect(freed).toMatchObject({ committed: { amount: 0 }, available: { amount: 800 } });
});

it('a reservation under a ceiling that no command finished is freed by the sweep', async () => {
  const reservation = {
    allocationId: 'alc-abandoned',
    budgetLineId: 'x-line-2',
    kind: 'SUPPLEMENT',
    amount: 500,
    state: 'RESERVED',
    since: longAgo,
  };
  const [decision] = sampleRows.decisions as Array<{ reservations: object[] }>;
  const reservations = [...(decision?.reservations ?? []), reservation];
  await replace('decisions', abandoned(decisionCollection, 'x-doc-2', { reservations }));
  const headroom = async () => {
    const { data } = await finance.ask(
      'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Document { headroom { amount } } } }',
      { keys: [{ __typename: 'Document', id: 'x-doc-2' }] },
    );
    return data._entities[0].headroom.amount as number;
  };
  expect(await eventually(headroom, (amount) => amount === 700)).toBe(700);
});

it('a voucher number that no command finished is free again after the sweep', async () => {
  const voucher = {
    _id: 'UNC-ABANDONED',
    version: 1,
    provenance: { status: 'OPERATIONAL', citations: [], recordedBy: 'test', recordedAt: longAgo },
    state: 'HELD',
    holdId: 'hold-abandoned',
    contractId: 'x-ctr-2',
    since: longAgo,
  };
  await replace('vouchers', encodeRow(voucherCollection, voucherCollection.schema.parse(voucher)));
  const pay = async () =>
    call(finance, 'recordPayment', {
      idempotencyKey: freshKey(),
      commitmentId: 'x-cmt-2',
      expectedVersion: 1,
      voucherNo: 'UNC-ABANDONED',
      kind: 'ADVANCE',
      amount: 10,
      paidOn: '2019-03-29',
    });
  const payload = await eventually(pay, ({ errors }) => errors.length === 0);
  expect(codesOf(payload)).toEqual([]);
});

it('a line that lags behind its contract is brought up to it by the sweep', async () => {
  const before = await lineNow('x-line-1');
  expect(before.paid.amount).toBe(860);
  // The line as it was before the payment, as where the process died between the two.
  await replace('budgetLines', abandoned(budgetLineCollection, 'x-line-1', {}));
  await finance.running.database.db
    .collection<Row>('commandAttempts')
    .deleteMany({ _id: { $regex: '^syncLine' } });
  await finance.running.database.db
    .collection<Row>('journal')
    .deleteMany({ _id: { $regex: '^budgetLine:x-line-1' } });
  const after = await eventually(
    () => lineNow('x-line-1'),
    ({ paid }) => paid.amount === 860,
  );
  expect(after.paid.amount).toBe(860);
});

it('a row that a command has changed is no longer the seed’s, so that seeding again leaves it alone', async () => {
  const { db } = finance.running.database;
  await db
    .collection<Row>('commitments')
    .updateOne({ _id: 'x-cmt-1' }, { $set: { seed: { pack: 'illustrative' } } });
  const payload = await call(finance, 'recordPayment', {
    idempotencyKey: freshKey(),
    commitmentId: 'x-cmt-1',
    expectedVersion: 1,
    voucherNo: 'UNC-SEEDED',
    kind: 'ADVANCE',
    amount: 1,
    paidOn: '2019-03-29',
  });
  expect(codesOf(payload)).toEqual([]);
  const stored = await db.collection<Row>('commitments').findOne({ _id: 'x-cmt-1' });
  expect(stored).toMatchObject({ version: 2, provenance: { status: 'ILLUSTRATIVE' } });
  expect(stored?.seed).toBeUndefined();
});
