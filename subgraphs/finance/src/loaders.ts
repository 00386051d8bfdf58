import {
  createBatchLoader,
  createChildPageLoader,
  createGroupLoader,
  type MoneyRecord,
} from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import type { AllocationRecord } from './allocation/record';
import { allocations, findAllocations } from './allocation/repository';
import type { StoredBudgetLine } from './budgetLine/record';
import { budgetLines, figuresOfProgrammes, findBudgetLines } from './budgetLine/repository';
import type { StoredCommitment } from './commitment/record';
import {
  commitments,
  findCommitments,
  findCommitmentsOfContracts,
  sumByPayee,
  sumByService,
} from './commitment/repository';
import { findDecisions } from './decision/repository';
import type { PaymentSummary } from './payment/paymentConnection';
import type { PaymentRecord } from './payment/record';
import { findPayments, findPaymentsOfAcceptances, payments } from './payment/repository';
import { findSettlements, findSettlementsOfContracts } from './settlement/repository';

/** What of an allocation the total of its list needs. */
export type AllocationSummary = Pick<AllocationRecord, 'amount' | 'status'>;
/** What of a commitment the total of its list needs. */
export interface CommitmentSummary {
  readonly amount: MoneyRecord;
}

const allocationSummary = ['amount', 'status'];
const paymentSummary = ['amount', 'provenance.status'];

function byId(db: Db) {
  return {
    budgetLine: createBatchLoader(
      (ids: readonly string[]) => findBudgetLines(db, ids),
      ({ _id }) => _id,
    ),
    allocation: createBatchLoader(
      (ids: readonly string[]) => findAllocations(db, ids),
      ({ _id }) => _id,
    ),
    commitment: createBatchLoader(
      (ids: readonly string[]) => findCommitments(db, ids),
      ({ _id }) => _id,
    ),
    payment: createBatchLoader(
      (ids: readonly string[]) => findPayments(db, ids),
      ({ _id }) => _id,
    ),
    settlement: createBatchLoader(
      (ids: readonly string[]) => findSettlements(db, ids),
      ({ _id }) => _id,
    ),
    decision: createBatchLoader(
      (ids: readonly string[]) => findDecisions(db, ids),
      ({ _id }) => _id,
    ),
  };
}

function byParent(db: Db) {
  return {
    commitmentsOfContract: createGroupLoader(
      (ids: readonly string[]) => findCommitmentsOfContracts(db, ids),
      ({ contractId }) => contractId,
    ),
    settlementOfContract: createBatchLoader(
      (ids: readonly string[]) => findSettlementsOfContracts(db, ids),
      ({ contractId }) => contractId,
    ),
    paymentsOfAcceptance: createGroupLoader(
      (ids: readonly string[]) => findPaymentsOfAcceptances(db, ids),
      ({ acceptanceId }) => acceptanceId ?? '',
    ),
    figuresOfProgramme: createGroupLoader(
      (ids: readonly string[]) => figuresOfProgrammes(db, ids),
      ({ programme }) => programme?.id ?? '',
    ),
    figuresOfPayee: createGroupLoader(
      (ids: readonly string[]) => sumByPayee(db, ids),
      ({ payeeId }) => payeeId,
    ),
    figuresOfService: createGroupLoader(
      (ids: readonly string[]) => sumByService(db, ids),
      ({ serviceId }) => serviceId,
    ),
  };
}

function pages(db: Db) {
  return {
    allocationsOfLine: createChildPageLoader<AllocationRecord, AllocationSummary>({
      collection: allocations(db),
      parentField: 'budgetLineId',
      summaryFields: allocationSummary,
    }),
    allocationsOfDecision: createChildPageLoader<AllocationRecord, AllocationSummary>({
      collection: allocations(db),
      parentField: 'decisionId',
      summaryFields: allocationSummary,
    }),
    commitmentsOfLine: createChildPageLoader<StoredCommitment, CommitmentSummary>({
      collection: commitments(db),
      parentField: 'budgetLineId',
      summaryFields: ['amount'],
    }),
    linesOfProgramme: createChildPageLoader<StoredBudgetLine>({
      collection: budgetLines(db),
      parentField: 'programme.id',
    }),
    linesOfBody: createChildPageLoader<StoredBudgetLine>({
      collection: budgetLines(db),
      parentField: 'spendingUnitId',
    }),
    paymentsOfContract: createChildPageLoader<PaymentRecord, PaymentSummary>({
      collection: payments(db),
      parentField: 'contractId',
      summaryFields: paymentSummary,
    }),
    paymentsOfPayee: createChildPageLoader<PaymentRecord, PaymentSummary>({
      collection: payments(db),
      parentField: 'payee.id',
      summaryFields: paymentSummary,
    }),
  };
}

/** Every loader of the department, made anew for each request; one command a batch (two for a page of children). */
export function createLoaders(db: Db) {
  return { ...byId(db), ...byParent(db), ...pages(db) };
}

/** The loaders of one request. */
export type FinanceLoaders = ReturnType<typeof createLoaders>;
