import type { AccountRecord, DecisionRecord, StoredBudgetLine, StoredCommitment } from '@lien-thong/finance';
import { type FakeOwners, type OwnedContract, startFakeOwners } from './fakeOwners';
import { call, codesOf } from './mutations';
import { factsRows, startFinance, type TestFinance } from './startFinance';

/** More of them by `PROPERTY_ROUNDS=25`: two thousand commands. */
const rounds = Number(process.env.PROPERTY_ROUNDS ?? 4);
const commandsPerRound = 80;
const writers = 5;
const day = '2019-03-29';

let finance: TestFinance;
let owners: FakeOwners;
let lines: string[];
const contractIds = Array.from({ length: 12 }, (_, at) => `ctr-${at}`);
const decisionIds = ['doc-1', 'doc-2'];

/** Numbers that are the same in every run (mulberry32), so that a failure can be repeated. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
const below = numbersFrom(20190215);
const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;

beforeAll(async () => {
  owners = await startFakeOwners();
  finance = await startFinance({ departmentUrl: (name) => owners.url(name) });
  await finance.load({ publicBodies: factsRows().publicBodies ?? [] });
  finance.caller = { subject: 'officer-1', department: 'finance', role: 'officer' };
  for (const id of decisionIds) owners.documents.set(id, 'ISSUED');
  for (const id of contractIds) {
    const value = 1_000 + below(4_000);
    owners.contracts.set(id, {
      id,
      status: 'ACTIVE',
      version: 1,
      value,
      acceptedValue: 0,
      unitPriceStatus: 'PROVISIONAL',
    });
  }
  for (const decisionDocumentId of decisionIds) {
    await call(finance, 'setBudgetCeiling', { decisionDocumentId, amount: 20_000 });
  }
  lines = [];
  for (const code of ['A', 'B', 'C']) {
    const { budgetLine } = await call(finance, 'setBudgetEstimate', {
      code,
      name: { vi: `Dòng ${code}` },
      fiscalYear: 2019,
      spendingUnitId: 'SO-TTTT',
      fundingSource: 'RECURRENT',
      amount: 5_000,
      decisionDocumentId: 'doc-1',
    });
    lines.push(budgetLine.id);
  }
}, 120_000);
afterAll(async () => {
  await finance.stop();
  await owners.stop();
});

const rows = <T extends { _id: string }>(name: string): Promise<T[]> =>
  finance.running.database.db.collection<T>(name).find().toArray() as unknown as Promise<T[]>;

async function lineVersion(id: string): Promise<number> {
  const { data } = await finance.ask('query ($id: ID!) { budgetLine(id: $id) { version } }', { id });
  return data.budgetLine.version;
}

async function anyCommitment(): Promise<StoredCommitment | undefined> {
  const all = await rows<StoredCommitment>('commitments');
  return all[below(Math.max(1, all.length))];
}

let vouchers = 0;

const commands: ReadonlyArray<() => Promise<unknown>> = [
  async () => {
    const budgetLineId = pick(lines);
    const kind = pick(['INITIAL', 'SUPPLEMENT', 'SUPPLEMENT', 'REDUCTION', 'TRANSFER_OUT', 'TRANSFER_IN']);
    const decisionDocumentId = pick(decisionIds);
    const expectedVersion = await lineVersion(budgetLineId);
    const amount = 1 + below(2_000);
    return call(finance, 'allocateBudget', {
      budgetLineId,
      expectedVersion,
      decisionDocumentId,
      kind,
      amount,
      allocatedOn: day,
    });
  },
  async () => {
    const budgetLineId = pick(lines);
    const expectedVersion = await lineVersion(budgetLineId);
    const contractId = pick(contractIds);
    const amount = 1 + below(700);
    return call(finance, 'commitFunds', {
      budgetLineId,
      expectedVersion,
      contractId,
      contractVersion: 1,
      amount,
      committedOn: day,
    });
  },
  async () => {
    const commitment = await anyCommitment();
    if (!commitment) return undefined;
    const kind = pick(['ADVANCE', 'INTERIM', 'INTERIM', 'ADVANCE_RECOVERY', 'REFUND', 'FINAL']);
    vouchers += 1;
    // Now and then a number that is taken.
    const voucherNo = `UNC-${below(10) === 0 ? 1 + below(vouchers) : vouchers}`;
    const amount = 1 + below(400);
    const expectedVersion = commitment.version;
    return call(finance, 'recordPayment', {
      commitmentId: commitment._id,
      expectedVersion,
      voucherNo,
      kind,
      amount,
      paidOn: day,
    });
  },
  async () => {
    const commitment = await anyCommitment();
    if (!commitment) return undefined;
    const kind = pick(['ADVANCE', 'INTERIM']);
    return call(finance, 'schedulePayment', {
      commitmentId: commitment._id,
      kind,
      amount: 1 + below(200),
      dueOn: day,
    });
  },
  async () => {
    const commitment = await anyCommitment();
    const entry = commitment && pick([...commitment.entries, undefined]);
    if (!entry) return undefined;
    const expectedVersion = commitment.version;
    return call(finance, 'reversePayment', {
      paymentId: entry.paymentId,
      expectedVersion,
      reason: { vi: 'Thử' },
    });
  },
  async () =>
    call(finance, 'settleContract', {
      contractId: pick(contractIds),
      contractVersion: 1,
      settledOn: day,
      decisionDocumentId: 'doc-1',
    }),
];

/** The other department goes on: more is accepted, a price is approved. */
function ownersMove(): void {
  const contract = owners.contracts.get(pick(contractIds)) as OwnedContract;
  contract.acceptedValue = Math.min(contract.value, contract.acceptedValue + below(contract.value));
  if (below(20) === 0) contract.unitPriceStatus = 'APPROVED';
}

const sumOf = (list: ReadonlyArray<{ amount: { amount: number } }>): number =>
  list.reduce((total, { amount }) => total + amount.amount, 0);

async function everyInvariant(): Promise<void> {
  const [allLines, commitments, decisions, accounts] = await Promise.all([
    rows<StoredBudgetLine>('budgetLines'),
    rows<StoredCommitment>('commitments'),
    rows<DecisionRecord>('decisions'),
    rows<AccountRecord>('accounts'),
  ]);
  const payments = await rows<{
    _id: string;
    budgetLineId: string;
    commitmentId: string;
    status: string;
    voucherNo: string | null;
    amount: { amount: number };
  }>('payments');
  const allocations = await rows<{
    _id: string;
    budgetLineId: string;
    decisionId: string;
    kind: string;
    status: string;
    amount: { amount: number };
  }>('allocations');
  const paid = payments.filter(({ status }) => status === 'PAID' || status === 'REVERSED');
  for (const line of allLines) {
    const ofLine = ({ budgetLineId }: { budgetLineId: string }) => budgetLineId === line._id;
    expect(line.settled.amount).toBeLessThanOrEqual(line.paid.amount);
    expect(line.paid.amount).toBeLessThanOrEqual(line.committed.amount);
    expect(line.committed.amount).toBeLessThanOrEqual(line.allocated.amount);
    expect(line.allocated.amount).toBe(
      sumOf(allocations.filter((row) => ofLine(row) && row.status === 'IN_FORCE')),
    );
    expect(line.committed.amount).toBe(sumOf(commitments.filter(ofLine)));
    expect(line.paid.amount).toBe(sumOf(paid.filter(ofLine)));
  }
  for (const { _id, ceiling } of decisions) {
    const under = allocations.filter(
      ({ decisionId, kind }) => decisionId === _id && !kind.startsWith('TRANSFER'),
    );
    expect(sumOf(under)).toBeLessThanOrEqual(ceiling?.amount ?? 0);
    const transfers = allocations.filter(
      ({ decisionId, kind }) => decisionId === _id && kind.startsWith('TRANSFER'),
    );
    expect(sumOf(transfers)).toBeLessThanOrEqual(0);
  }
  for (const commitment of commitments) {
    expect(commitment.paid.amount).toBe(
      sumOf(paid.filter(({ commitmentId }) => commitmentId === commitment._id)),
    );
    expect(commitment.paid.amount).toBeGreaterThanOrEqual(0);
    expect(commitment.advanceUnrecovered.amount).toBeGreaterThanOrEqual(0);
    expect(commitment.outstanding.amount).toBeGreaterThanOrEqual(0);
  }
  for (const { _id } of accounts) {
    const ofContract = commitments.filter(({ contractId }) => contractId === _id);
    expect(sumOf(ofContract)).toBeLessThanOrEqual(owners.contracts.get(_id)?.value ?? 0);
  }
  const numbers = payments.map(({ voucherNo }) => voucherNo).filter((number) => number !== null);
  expect(new Set(numbers).size).toBe(numbers.length);
}

it(`holds every invariant after ${rounds} rounds of ${commandsPerRound} random commands by ${writers} writers`, async () => {
  const codes = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    let left = commandsPerRound;
    const writer = async () => {
      while (left > 0) {
        left -= 1;
        if (below(3) === 0) ownersMove();
        const payload = (await pick(commands)()) as { errors: Array<{ code: string }> } | undefined;
        if (!payload) continue;
        const code = codesOf(payload)[0] ?? 'DONE';
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: writers }, writer));
    await everyInvariant();
  }
  // Both ends were reached: commands were done, and limits were met.
  expect(codes.get('DONE')).toBeGreaterThan(rounds * 10);
  expect(codes.size).toBeGreaterThan(4);
}, 900_000);
