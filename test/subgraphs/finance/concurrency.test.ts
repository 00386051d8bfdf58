import { type FakeOwners, startFakeOwners } from './fakeOwners';
import { call, codesOf, freshKey } from './mutations';
import { sampleRows } from './sampleRows';
import { factsRows, startFinance, type TestFinance } from './startFinance';

let finance: TestFinance;
let owners: FakeOwners;
const day = '2019-03-29';

beforeAll(async () => {
  owners = await startFakeOwners();
  finance = await startFinance({ departmentUrl: (name) => owners.url(name) });
  await finance.load({ publicBodies: factsRows().publicBodies ?? [] });
  await finance.load(sampleRows);
  for (const id of ['x-ctr-1', 'x-ctr-2']) {
    const state = {
      status: 'ACTIVE',
      version: 1,
      value: 1_000,
      acceptedValue: 0,
      unitPriceStatus: 'PROVISIONAL',
    };
    owners.contracts.set(id, { id, ...state });
  }
  finance.caller = { subject: 'officer-1', department: 'finance', role: 'officer' };
}, 120_000);
afterAll(async () => {
  await finance.stop();
  await owners.stop();
});

const versionOf = async (id: string): Promise<number> => {
  const { data } = await finance.ask(
    'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Commitment { version } } }',
    { keys: [{ __typename: 'Commitment', id }] },
  );
  return data._entities[0].version;
};

/** The owner of the contract may be slow to answer fifty at once on a busy machine: nothing was written then, and it is asked again. */
async function callAnswered(mutation: string, input: Record<string, unknown>) {
  for (;;) {
    const payload = await call(finance, mutation, input);
    if (codesOf(payload)[0] !== 'UPSTREAM_UNAVAILABLE') return payload;
  }
}

/** A writer that reads the version again as long as another one was faster. */
async function payUntilDecided(input: Record<string, unknown>) {
  for (;;) {
    const expectedVersion = await versionOf(String(input.commitmentId));
    const payload = await callAnswered('recordPayment', {
      ...input,
      idempotencyKey: freshKey(),
      expectedVersion,
    });
    if (codesOf(payload)[0] !== 'VERSION_CONFLICT') return payload;
  }
}

it('50 payments with one key are one payment and 49 replays', async () => {
  const input = {
    idempotencyKey: freshKey(),
    commitmentId: 'x-cmt-1',
    expectedVersion: 1,
    voucherNo: 'UNC-ONE',
    kind: 'ADVANCE',
    amount: 10,
    paidOn: day,
  };
  const payloads = await Promise.all(Array.from({ length: 50 }, () => callAnswered('recordPayment', input)));
  expect(payloads.flatMap(codesOf)).toEqual([]);
  expect(payloads.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(new Set(payloads.map(({ payment }) => payment.id)).size).toBe(1);
  const { data } = await finance.ask(
    '{ payments(filter: { contractIds: ["x-ctr-1"], kind: [ADVANCE] }) { totalCount } }',
  );
  expect(data.payments.totalCount).toBe(2);
}, 120_000);

it('50 payments with different keys, against room for ten, are exactly ten payments', async () => {
  // x-cmt-2 has 650 of 900 left; advances are limited to 450, so that ten of 45 fit.
  const payloads = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      payUntilDecided({
        commitmentId: 'x-cmt-2',
        voucherNo: `UNC-T-${at}`,
        kind: 'ADVANCE',
        amount: 45,
        paidOn: day,
      }),
    ),
  );
  const done = payloads.filter(({ errors }) => errors.length === 0);
  expect(done).toHaveLength(10);
  expect(new Set(payloads.flatMap(codesOf))).toEqual(new Set(['ADVANCE_EXCEEDS_LIMIT']));
  const { data } = await finance.ask(
    `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Contract { paid { amount } advanceUnrecovered { amount } } } budgetLine(id: "x-line-1") { paid { amount } } }`,
    { keys: [{ __typename: 'Contract', id: 'x-ctr-2' }] },
  );
  expect(data._entities[0]).toEqual({ paid: { amount: 700 }, advanceUnrecovered: { amount: 450 } });
  expect(data.budgetLine.paid.amount).toBe(600 + 10 + 250 + 450);
}, 240_000);

it('two contracts that want the last of a line get it once', async () => {
  for (const id of ['a', 'b', 'c', 'd']) {
    owners.contracts.set(`ctr-${id}`, {
      id: `ctr-${id}`,
      status: 'ACTIVE',
      version: 1,
      value: 800,
      acceptedValue: 0,
      unitPriceStatus: 'NONE',
    });
  }
  const commit = (contractId: string) =>
    callAnswered('commitFunds', {
      budgetLineId: 'x-line-2',
      expectedVersion: 1,
      contractId,
      contractVersion: 1,
      amount: 800,
      committedOn: day,
    });
  const payloads = await Promise.all(['ctr-a', 'ctr-b', 'ctr-c', 'ctr-d'].map(commit));
  expect(payloads.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  const { data } = await finance.ask(
    '{ budgetLine(id: "x-line-2") { committed { amount } available { amount } } }',
  );
  expect(data.budgetLine).toEqual({ committed: { amount: 800 }, available: { amount: 0 } });
});
