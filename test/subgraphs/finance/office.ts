import { collections } from '@lien-thong/finance';
import { type FakeOwners, startFakeOwners } from './fakeOwners';
import { call, codesOf } from './mutations';
import { factsRows, startFinance, type TestFinance } from './startFinance';

/** The department of a test file, from `openOffice` on. */
export let finance: TestFinance;
/** The departments that it asks. */
export let owners: FakeOwners;
/** Who may call the mutations. */
export const officer = { subject: 'officer-1', department: 'finance', role: 'officer' };
/** A day of the past that the commands use. */
export const day = '2019-03-29';

/** Starts the department with the facts, an officer who calls, and the departments that it asks. */
export async function openOffice(): Promise<void> {
  owners = await startFakeOwners();
  finance = await startFinance({ departmentUrl: (name) => owners.url(name) });
  await finance.load(factsRows());
  finance.caller = officer;
  owners.documents.set('doc-issued', 'ISSUED').set('doc-draft', 'DRAFT').set('doc-other', 'ISSUED');
}

/** Ends what `openOffice` started. */
export async function closeOffice(): Promise<void> {
  await finance.stop();
  await owners.stop();
}

let made = 0;

/** A number that no other row of the test file has. */
export function nextNumber(): number {
  made += 1;
  return made;
}

/** A line with that much in force under a decision of its own, with a ceiling of as much again. */
export async function allocatedLine(
  amount: number,
): Promise<{ id: string; version: number; decisionId: string }> {
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

/** Input of an estimate. */
export function estimateOf(code: string, decisionDocumentId: string) {
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

/** A contract as its owner has it: ACTIVE, at version 3, over 1,000 đồng. */
export function ownedContract(
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
export async function committed(change: Parameters<typeof ownedContract>[0] = {}) {
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

/** Input of a commitment. */
export function commitOf(line: { id: string; version: number }, contractId: string, amount: number) {
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
/** Input of a payment with a voucher number of its own. */
export function payOf(commitmentId: string, expectedVersion: number, kind: string, amount: number) {
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
export async function refused(mutation: string, input: Record<string, unknown>, ...codes: string[]) {
  const before = await everything();
  const payload = await call(finance, mutation, input);
  expect(codesOf(payload)).toEqual(codes);
  expect(payload.replayed).toBe(false);
  expect(await everything()).toBe(before);
  return payload.errors[0];
}

/** A line's figures, as the graph shows them. */
export const lineFigures = async (id: string) => {
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
