import {
  type AllocationRecord,
  type BudgetLineRecord,
  type CommitmentPart,
  type CommitmentRecord,
  type DecisionRecord,
  type PaymentRecord,
  reducingKinds,
  type SettlementRecord,
  signedAmount,
} from '@lien-thong/finance';
import type { Row } from '@lien-thong/subgraph-kit';
import {
  allocationsOf,
  budgetLine,
  ceilingsOfCohort,
  settlementOf,
  settlementsOfCohort,
} from './budgetLines';
import { cohortOfDealt, dealtTo } from './cohorts';
import { commitmentsOfCohort } from './commitments';
import { contract } from './contracts';
import type { Allocation, Commitment, Contract, Payment, Settlement } from './model';
import { paidOf, paymentsOf, paymentsOfCohort } from './payments';
import { programme } from './programmes';
import { exact, rowBase } from './rowBase';
import { type RowStream, rowStreamByCohort } from './rowStreams';

function paidRows(commitmentId: string, contractIndex: number): Payment[] {
  return paymentsOf(contractIndex).filter(
    (row) => row.commitmentId === commitmentId && row.status === 'PAID',
  );
}

/** What each commitment of a cohort has come to, as its line holds it; a settled contract is settled with all it was paid. */
function commitmentPart({ id, contractIndex, contractId, amount }: Commitment): CommitmentPart {
  const paid = paidRows(id, contractIndex);
  const settled = settlementOf(contractIndex) === null ? 0 : paidOf(paid);
  return {
    commitmentId: id,
    contractId,
    state: 'APPLIED',
    version: 1,
    committed: exact(amount),
    advanced: exact(
      paid.filter(({ kind }) => kind === 'ADVANCE').reduce((total, row) => total + row.amount, 0),
    ),
    paid: exact(paidOf(paid)),
    settled: exact(settled),
  };
}

function partsOf(lineIndex: number): Pick<BudgetLineRecord, 'allocationParts' | 'commitmentParts'> {
  const commitments = commitmentsOfCohort(cohortOfDealt('budgetLines', lineIndex));
  return {
    allocationParts: allocationsOf(lineIndex).map((allocation) => ({
      allocationId: allocation.id,
      kind: allocation.kind,
      status: allocation.status,
      amount: exact(signedAllocation(allocation)),
    })),
    commitmentParts: commitments
      .filter(({ budgetLineIndex }) => budgetLineIndex === lineIndex)
      .map(commitmentPart),
  };
}

function budgetLineRow(index: number): BudgetLineRecord {
  const line = budgetLine(index);
  const { id, code, name } = programme(line.programmeIndex);
  return {
    ...rowBase,
    _id: line.id,
    code: line.code,
    name: line.name,
    fiscalYear: line.fiscalYear,
    programme: { id, code, name },
    spendingUnitId: line.spendingUnitId,
    functionalClass: line.functionalClass,
    economicClass: line.economicClass,
    fundingSource: line.fundingSource,
    estimate: exact(line.estimate),
    estimateDecisionId: line.estimateDecisionId,
    ...partsOf(index),
  };
}

/** Amounts of the model are positive; a department stores what takes money away below zero. */
function signedAllocation({ kind, amount }: Allocation): number {
  return reducingKinds.has(kind) ? -amount : amount;
}

function allocationRow(allocation: Allocation): AllocationRecord {
  const { id, budgetLineId, decisionId, kind, allocatedOn, status } = allocation;
  const amount = exact(signedAllocation(allocation));
  return { ...rowBase, _id: id, budgetLineId, decisionId, kind, amount, allocatedOn, status };
}

function allocationsOfCohort(cohort: number): Allocation[] {
  const { from, to } = dealtTo(cohort, 'budgetLines');
  return Array.from({ length: to - from }, (_, place) => allocationsOf(from + place)).flat();
}

function decisionRows(cohort: number): DecisionRecord[] {
  const inForce = allocationsOfCohort(cohort).filter(({ status }) => status === 'IN_FORCE');
  return ceilingsOfCohort(cohort).map(({ documentId, ceiling }) => ({
    ...rowBase,
    _id: documentId,
    ceiling: exact(ceiling),
    reservations: inForce
      .filter(({ decisionId }) => decisionId === documentId)
      .map((allocation) => ({
        allocationId: allocation.id,
        budgetLineId: allocation.budgetLineId,
        kind: allocation.kind,
        amount: signedAllocation(allocation),
        state: 'APPLIED',
      })),
  }));
}

/** The value of a contract by service: the sums of its items. */
function serviceShares({ items }: Contract): CommitmentRecord['serviceShares'] {
  const amounts = new Map<string, number>();
  for (const { serviceId, amount } of items) amounts.set(serviceId, (amounts.get(serviceId) ?? 0) + amount);
  return [...amounts].map(([serviceId, amount]) => ({ serviceId, amount }));
}

function entryOf(payment: Payment): CommitmentRecord['entries'][number] {
  const { id, kind, status, amount, dueOn, paidOn, fiscalYear } = payment;
  return { paymentId: id, kind, status, amount: signedAmount(kind, amount), dueOn, paidOn, fiscalYear };
}

function commitmentRow(commitment: Commitment): CommitmentRecord {
  const { id, contractIndex, contractId, budgetLineId, programmeId, fiscalYear } = commitment;
  const row = contract(contractIndex);
  return {
    ...rowBase,
    _id: id,
    budgetLineId,
    contractId,
    programmeId,
    fiscalYear,
    payee: { id: row.providerId, legalName: row.providerName, taxCode: row.providerTaxCode },
    amount: exact(commitment.amount),
    committedOn: commitment.committedOn,
    contractVersion: commitment.contractVersion,
    serviceShares: serviceShares(row),
    entries: paymentsOf(contractIndex)
      .filter(({ commitmentId }) => commitmentId === id)
      .map(entryOf),
    settlementId: settlementOf(contractIndex)?.id ?? null,
  };
}

function paymentRow(payment: Payment): PaymentRecord {
  const { id, voucherNo, kind, status, contractId, commitmentId, budgetLineId, programmeId } = payment;
  const { acceptanceId, dueOn, paidOn, fiscalYear } = payment;
  return {
    ...rowBase,
    _id: id,
    voucherNo,
    kind,
    status,
    contractId,
    commitmentId,
    budgetLineId,
    programmeId,
    acceptanceId,
    payee: { id: payment.providerId, legalName: payment.payeeName, taxCode: payment.payeeTaxCode },
    amount: exact(signedAmount(kind, payment.amount)),
    dueOn,
    paidOn,
    fiscalYear,
  };
}

function settlementRow({ id, contractId, amount, settledOn, decisionId }: Settlement): SettlementRecord {
  return { ...rowBase, _id: id, contractId, amount: exact(amount), settledOn, decisionId };
}

function budgetLineRows(cohort: number): BudgetLineRecord[] {
  const { from, to } = dealtTo(cohort, 'budgetLines');
  return Array.from({ length: to - from }, (_, place) => budgetLineRow(from + place));
}

/**
 * The illustrative rows of finance by collection, cohort by cohort. Every sum that a row stores lies inside one cohort,
 * so a loader that takes all collections of a cohort before the next one makes each cohort once.
 */
export const financeRowsOfCohort = {
  budgetLines: budgetLineRows,
  allocations: (cohort: number) => allocationsOfCohort(cohort).map(allocationRow),
  decisions: decisionRows,
  commitments: (cohort: number) => commitmentsOfCohort(cohort).map(commitmentRow),
  payments: (cohort: number) => paymentsOfCohort(cohort).map(paymentRow),
  settlements: (cohort: number) => settlementsOfCohort(cohort).map(settlementRow),
};

/** The same rows, collection by collection; each stream holds one cohort in memory. */
export const financeRows: Readonly<Record<string, RowStream<Row>>> = Object.fromEntries(
  Object.entries(financeRowsOfCohort).map(([collection, rowsOf]) => [
    collection,
    rowStreamByCohort<Row>(rowsOf),
  ]),
);
