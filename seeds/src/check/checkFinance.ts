import {
  type AllocationRecord,
  type BudgetLineRecord,
  type CommitmentRecord,
  type DecisionRecord,
  lineTotals,
  type PaymentRecord,
  type SettlementRecord,
} from '@lien-thong/finance';
import type { IctRows } from './checkIct';
import { byId, type DataReader, groupedBy } from './DataReader';
import { sumOf } from './decimals';
import type { Findings } from './Findings';

const department = 'finance';
/** The advance may be half of the commitment at most (Circular 62/2020, article 7; the rule of 2019 was not verified). */
const MOST_ADVANCE_PERCENT = 50n;

/** A reversed payment counts, and so does its mirror: together they are nothing. */
function isCounted(status: PaymentRecord['status']): boolean {
  return status === 'PAID' || status === 'REVERSED';
}

interface FinanceRows {
  readonly lines: ReadonlyMap<string, BudgetLineRecord>;
  readonly allocations: ReadonlyMap<string, readonly AllocationRecord[]>;
  readonly commitments: ReadonlyMap<string, CommitmentRecord>;
  readonly payments: ReadonlyMap<string, readonly PaymentRecord[]>;
  readonly settlements: ReadonlyMap<string, SettlementRecord>;
}

/** settled <= paid <= committed <= allocated <= ceiling, per line, decision, commitment and contract. */
export async function checkFinance(
  reader: DataReader,
  ict: IctRows,
  findings: Findings,
): Promise<FinanceRows> {
  const lines = await byId(reader.rows<BudgetLineRecord>(department, 'budgetLines'));
  const allocations = await groupedBy(
    reader.rows<AllocationRecord>(department, 'allocations'),
    ({ budgetLineId }) => budgetLineId,
  );
  const decisions = await byId(reader.rows<DecisionRecord>(department, 'decisions'));
  const commitments = await byId(reader.rows<CommitmentRecord>(department, 'commitments'));
  const payments = await groupedBy(
    reader.rows<PaymentRecord>(department, 'payments'),
    ({ commitmentId }) => commitmentId,
  );
  const settlements = await byId(reader.rows<SettlementRecord>(department, 'settlements'));
  const rows = { lines, allocations, commitments, payments, settlements };
  checkDecisions(decisions, [...allocations.values()].flat(), { ict, findings });
  checkLines(rows, findings);
  for (const commitment of commitments.values()) checkCommitment(commitment, rows, findings);
  checkContracts(rows, ict, findings);
  return rows;
}

function checkDecisions(
  decisions: ReadonlyMap<string, DecisionRecord>,
  allocations: readonly AllocationRecord[],
  { ict, findings }: { ict: IctRows; findings: Findings },
): void {
  const inForce = new Map<string, bigint>();
  for (const { _id, decisionId, status, amount } of allocations) {
    if (status !== 'IN_FORCE') continue;
    inForce.set(decisionId, (inForce.get(decisionId) ?? 0n) + BigInt(amount.amount));
    findings.expect('money in force rests on an issued decision', _id, {
      holds: ict.documents.get(decisionId)?.status === 'ISSUED',
      detail: decisionId,
    });
  }
  for (const [decisionId, total] of inForce) {
    const ceiling = decisions.get(decisionId)?.ceiling;
    findings.expect('allocations in force stay within the ceiling of their decision', decisionId, {
      holds: !ceiling || total <= BigInt(ceiling.amount),
      detail: `${total} of ${ceiling?.amount}`,
    });
  }
}

function checkLines(
  { lines, allocations, commitments, payments, settlements }: FinanceRows,
  findings: Findings,
): void {
  const committed = new Map<string, bigint>();
  const paid = new Map<string, bigint>();
  const settled = new Map<string, bigint>();
  const add = (sums: Map<string, bigint>, key: string, amount: bigint) =>
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  const settledContracts = new Set([...settlements.values()].map(({ contractId }) => contractId));
  for (const { budgetLineId, amount } of commitments.values())
    add(committed, budgetLineId, BigInt(amount.amount));
  for (const { budgetLineId, status, contractId, amount } of [...payments.values()].flat()) {
    if (!isCounted(status)) continue;
    add(paid, budgetLineId, BigInt(amount.amount));
    if (settledContracts.has(contractId)) add(settled, budgetLineId, BigInt(amount.amount));
  }
  for (const line of lines.values()) {
    const rows = allocations.get(line._id) ?? [];
    const inForce = sumOf(
      rows.filter(({ status }) => status === 'IN_FORCE').map(({ amount }) => amount.amount),
    );
    const pending = sumOf(
      rows
        .filter(({ status }) => status === 'PROPOSED' || status === 'AGREED')
        .map(({ amount }) => amount.amount),
    );
    const sums = [pending, inForce, committed.get(line._id), paid.get(line._id), settled.get(line._id)].map(
      (sum) => sum ?? 0n,
    );
    const totals = lineTotals(line);
    const stored = [
      totals.pendingAllocation,
      totals.allocated,
      totals.committed,
      totals.paid,
      totals.settled,
    ].map(({ amount }) => BigInt(amount));
    findings.expect('the totals of a line are the sums of its rows', line._id, {
      holds: sums.every((sum, at) => sum === stored[at]),
      detail: `stored ${stored.join(', ')}; sums ${sums.join(', ')}`,
    });
    const [, allocatedSum = 0n, committedSum = 0n, paidSum = 0n, settledSum = 0n] = sums;
    findings.expect('settled <= paid <= committed <= allocated', line._id, {
      holds: settledSum <= paidSum && paidSum <= committedSum && committedSum <= allocatedSum,
      detail: `${settledSum}, ${paidSum}, ${committedSum}, ${allocatedSum}`,
    });
  }
}

function checkCommitment(
  commitment: CommitmentRecord,
  { payments, lines }: FinanceRows,
  findings: Findings,
): void {
  const { _id, amount, entries, budgetLineId } = commitment;
  const rows = payments.get(_id) ?? [];
  const total = BigInt(amount.amount);
  const paid = sumOf(rows.filter(({ status }) => isCounted(status)).map((row) => row.amount.amount));
  findings.expect('what is paid stays within the commitment', _id, {
    holds: paid <= total,
    detail: `${paid} of ${total}`,
  });
  const open = sumOf(
    rows
      .filter(({ status }) => status === 'PLANNED' || status === 'APPROVED')
      .map((row) => row.amount.amount),
  );
  findings.expect('what is paid and planned stays within the commitment', _id, {
    holds: paid + open <= total,
    detail: `${paid} paid and ${open} planned of ${total}`,
  });
  const advanced = sumOf(rows.filter(({ kind }) => kind === 'ADVANCE').map((row) => row.amount.amount));
  findings.expect('advances stay within the allowed share of the commitment', _id, {
    holds: advanced * 100n <= total * MOST_ADVANCE_PERCENT,
    detail: `${advanced} of ${total}`,
  });
  const known = new Map(rows.map((row) => [row._id, row]));
  const isSame = entries.every((entry) => {
    const row = known.get(entry.paymentId);
    return row?.amount.amount === entry.amount && row.status === entry.status && row.kind === entry.kind;
  });
  findings.expect('a commitment holds its payments as they are', _id, {
    holds: isSame && entries.length === rows.length,
    detail: `${entries.length} entries, ${rows.length} payments`,
  });
  const years = rows.every(({ fiscalYear }) => fiscalYear === lines.get(budgetLineId)?.fiscalYear);
  findings.expect('payments are charged to the year of their line', _id, {
    holds: years,
    detail: budgetLineId,
  });
}

interface ContractMoney {
  committed: bigint;
  readonly payments: PaymentRecord[];
}

function checkContracts(rows: FinanceRows, ict: IctRows, findings: Findings): void {
  const byContract = new Map<string, ContractMoney>();
  const moneyOf = (contractId: string) => {
    const money = byContract.get(contractId) ?? { committed: 0n, payments: [] };
    byContract.set(contractId, money);
    return money;
  };
  for (const { contractId, amount } of rows.commitments.values()) {
    moneyOf(contractId).committed += BigInt(amount.amount);
  }
  for (const payment of [...rows.payments.values()].flat())
    moneyOf(payment.contractId).payments.push(payment);
  for (const [contractId, money] of byContract) checkContractMoney(contractId, money, { ict, findings });
  for (const { _id, contractId, amount } of rows.settlements.values()) {
    const contract = ict.contracts.get(contractId);
    const paid = paidOf(byContract.get(contractId)?.payments ?? []);
    findings.expect('a settlement is what was paid on an approved, fully accepted contract', _id, {
      holds:
        BigInt(amount.amount) === paid &&
        contract?.unitPriceStatus === 'APPROVED' &&
        contract.acceptedValue.amount === contract.value.amount,
      detail: `${amount.amount} against ${paid}, price ${contract?.unitPriceStatus}`,
    });
  }
}

function paidOf(payments: readonly PaymentRecord[], kinds?: readonly string[]): bigint {
  return sumOf(
    payments
      .filter(({ status, kind }) => isCounted(status) && (!kinds || kinds.includes(kind)))
      .map(({ amount }) => amount.amount),
  );
}

function checkContractMoney(
  contractId: string,
  { committed, payments }: ContractMoney,
  { ict, findings }: { ict: IctRows; findings: Findings },
): void {
  const contract = ict.contracts.get(contractId);
  const value = BigInt(contract?.value.amount ?? 0);
  findings.expect("finance's copy of a contract's value is never above it", contractId, {
    holds: contract !== undefined && committed <= value,
    detail: `${committed} of ${value}`,
  });
  findings.expect('money is on contracts that were signed', contractId, {
    holds: contract?.status === 'ACTIVE' || contract?.status === 'TERMINATED',
    detail: `${contract?.status}`,
  });
  const unrecovered = paidOf(payments, ['ADVANCE', 'ADVANCE_RECOVERY']);
  const forWork = paidOf(payments, ['INTERIM', 'FINAL']);
  const accepted = BigInt(contract?.acceptedValue.amount ?? 0);
  findings.expect('no more is recovered than was advanced; an ended contract owes nothing', contractId, {
    holds: unrecovered >= 0n && (contract?.status !== 'TERMINATED' || unrecovered === 0n),
    detail: `${unrecovered} unrecovered`,
  });
  findings.expect('payments for work and the unrecovered advance stay within what is accepted', contractId, {
    holds: forWork === 0n || forWork + unrecovered <= accepted,
    detail: `${forWork} and ${unrecovered} of ${accepted}`,
  });
  const hasFinal = payments.some(({ kind, status }) => kind === 'FINAL' && status === 'PAID');
  findings.expect('a final payment needs an approved price and full acceptance', contractId, {
    holds: !hasFinal || (contract?.unitPriceStatus === 'APPROVED' && accepted === value),
    detail: `${contract?.unitPriceStatus}, ${accepted} of ${value}`,
  });
}
