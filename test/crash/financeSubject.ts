import type { StoredBudgetLine, StoredCommitment } from '@lien-thong/finance';
import type { Db } from 'mongodb';
import type { Random } from '../differential/random';
import { startFakeOwners } from '../subgraphs/finance/fakeOwners';
import type { CrashSubject, RandomCommand } from './CrashSubject';

const contractIds = Array.from({ length: 8 }, (_, at) => `ctr-${at}`);
const decisionIds = ['doc-1', 'doc-2'];
const day = '2019-03-29';

const rowsOf = async <T>(db: Db, name: string): Promise<T[]> =>
  (await db.collection(name).find().toArray()) as unknown as T[];

const preparation: readonly RandomCommand[] = [
  ...decisionIds.map((decisionDocumentId) => ({
    mutation: 'setBudgetCeiling',
    input: { decisionDocumentId, amount: 2_000_000 },
  })),
  ...['A', 'B', 'C'].map((code) => ({
    mutation: 'setBudgetEstimate',
    input: {
      code,
      name: { vi: `Dòng ${code}` },
      fiscalYear: 2019,
      spendingUnitId: 'SO-TTTT',
      fundingSource: 'RECURRENT',
      amount: 500_000,
      decisionDocumentId: 'doc-1',
    },
  })),
];

async function onLine(random: Random, db: Db): Promise<RandomCommand | null> {
  const lines = await rowsOf<StoredBudgetLine>(db, 'budgetLines');
  if (lines.length === 0) return null;
  const { _id: budgetLineId, version: expectedVersion } = random.pick(lines);
  if (random.chance(0.5)) {
    const kind = random.pick([
      'INITIAL',
      'SUPPLEMENT',
      'SUPPLEMENT',
      'REDUCTION',
      'TRANSFER_OUT',
      'TRANSFER_IN',
    ]);
    const amount = 1 + random.int(20_000);
    const decisionDocumentId = random.pick(decisionIds);
    const input = { budgetLineId, expectedVersion, decisionDocumentId, kind, amount, allocatedOn: day };
    return { mutation: 'allocateBudget', input };
  }
  const amount = 1 + random.int(5_000);
  const contract = { contractId: random.pick(contractIds), contractVersion: 1 };
  return {
    mutation: 'commitFunds',
    input: { budgetLineId, expectedVersion, ...contract, amount, committedOn: day },
  };
}

async function onCommitment(random: Random, db: Db): Promise<RandomCommand | null> {
  const commitments = await rowsOf<StoredCommitment>(db, 'commitments');
  if (commitments.length === 0) return null;
  const commitment = random.pick(commitments);
  const base = { commitmentId: commitment._id, expectedVersion: commitment.version };
  const entry = commitment.entries.length > 0 && random.chance(0.15) ? random.pick(commitment.entries) : null;
  if (entry) {
    const input = { paymentId: entry.paymentId, expectedVersion: commitment.version, reason: { vi: 'Thử' } };
    return { mutation: 'reversePayment', input };
  }
  const kind = random.pick(['ADVANCE', 'INTERIM', 'INTERIM', 'ADVANCE_RECOVERY', 'REFUND']);
  const voucherNo = `UNC-${random.int(1_000_000)}`;
  return {
    mutation: 'recordPayment',
    input: { ...base, voucherNo, kind, amount: 1 + random.int(400), paidOn: day },
  };
}

const sum = (rows: ReadonlyArray<{ amount: { amount: number } }>): number =>
  rows.reduce((total, { amount }) => total + amount.amount, 0);

interface PaymentRow {
  readonly budgetLineId: string;
  readonly commitmentId: string;
  readonly status: string;
  readonly voucherNo: string | null;
  readonly amount: { amount: number };
}

async function moneyProblems(db: Db, valueOfContract: (contractId: string) => number): Promise<string[]> {
  const lines = await rowsOf<StoredBudgetLine>(db, 'budgetLines');
  const commitments = await rowsOf<StoredCommitment>(db, 'commitments');
  const allocations = await rowsOf<{ budgetLineId: string; status: string; amount: { amount: number } }>(
    db,
    'allocations',
  );
  const payments = await rowsOf<PaymentRow>(db, 'payments');
  const paid = payments.filter(({ status }) => status === 'PAID' || status === 'REVERSED');
  const numbers = payments.flatMap(({ voucherNo }) => voucherNo ?? []);
  const checks: Array<[boolean, string]> = lines.flatMap((line): Array<[boolean, string]> => {
    const ofLine = ({ budgetLineId }: { budgetLineId: string }) => budgetLineId === line._id;
    const allocated = sum(allocations.filter((row) => ofLine(row) && row.status === 'IN_FORCE'));
    return [
      [line.settled.amount <= line.paid.amount, `settled > paid on ${line._id}`],
      [line.paid.amount <= line.committed.amount, `paid > committed on ${line._id}`],
      [line.committed.amount <= line.allocated.amount, `committed > allocated on ${line._id}`],
      [line.allocated.amount === allocated, `allocated of ${line._id} is not the sum of its allocations`],
      [line.committed.amount === sum(commitments.filter(ofLine)), `committed of ${line._id} is not the sum`],
      [line.paid.amount === sum(paid.filter(ofLine)), `paid of ${line._id} is not the sum of its payments`],
    ];
  });
  for (const commitment of commitments) {
    const own = sum(paid.filter(({ commitmentId }) => commitmentId === commitment._id));
    checks.push([commitment.paid.amount === own, `paid of ${commitment._id} is not the sum of its payments`]);
    checks.push([commitment.paid.amount <= commitment.amount.amount, `${commitment._id} is overpaid`]);
  }
  for (const id of contractIds) {
    const own = sum(commitments.filter(({ contractId }) => contractId === id));
    checks.push([own <= valueOfContract(id), `commitments of ${id} are above its value`]);
  }
  checks.push([new Set(numbers).size === numbers.length, 'a voucher number stands on two payments']);
  return checks.filter(([holds]) => !holds).map(([, sentence]) => sentence);
}

/** The department of finance, with the owners of contracts and documents beside it. */
export async function financeSubject(): Promise<CrashSubject> {
  const owners = await startFakeOwners();
  for (const id of decisionIds) owners.documents.set(id, 'ISSUED');
  for (const id of contractIds) {
    const state = {
      status: 'ACTIVE',
      version: 1,
      value: 40_000,
      acceptedValue: 30_000,
      unitPriceStatus: 'PROVISIONAL',
    };
    owners.contracts.set(id, { id, ...state });
  }
  return {
    department: 'finance',
    env: { ICT_URL: owners.url('ict'), PLANNING_URL: owners.url('planning') },
    preparation,
    next: (random, db) => (random.chance(0.4) ? onLine(random, db) : onCommitment(random, db)),
    problems: (db) => moneyProblems(db, (id) => owners.contracts.get(id)?.value ?? 0),
    stop: () => owners.stop(),
  };
}
