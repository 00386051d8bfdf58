import { deriveId, money, reference, refuse } from '@lien-thong/subgraph-kit';
import { accountAggregate, changedAccount, openAccount } from '../../account/account';
import type { AccountRecord } from '../../account/record';
import { syncLine } from '../../budgetLine/syncLine';
import { requirePositive, requireRow } from '../../commands/checks';
import { appendStep, type FinanceRun, financeCommand, followUpsOf } from '../../commands/financeCommand';
import { provenanceOfNew } from '../../commands/provenance';
import { entryOf, withEntries } from '../../commitment/entries';
import type { CommitmentRecord } from '../../commitment/record';
import { findCommitments } from '../../commitment/repository';
import { commitmentTotals } from '../../commitment/totals';
import { requireOpenYear } from '../../fiscalYear/requireOpenYear';
import { paymentIn } from '../paymentIn';
import { type PaymentKind, type PaymentRecord, returningKinds } from '../record';

/** `SchedulePaymentInput` of the graph; whole đồng. */
export interface SchedulePaymentInput {
  readonly idempotencyKey: string;
  readonly commitmentId: string;
  readonly kind: PaymentKind;
  readonly amount: number;
  readonly dueOn: string;
}

type Run = FinanceRun<SchedulePaymentInput>;

/** What is paid and what is planned together stay within the commitment. */
function requireRoom(commitment: CommitmentRecord, amount: number): void {
  const { outstanding, openPayments } = commitmentTotals(commitment);
  const planned = openPayments.reduce((total, open) => total + open.amount, 0);
  const left = outstanding.amount - planned;
  if (amount <= left) return;
  refuse('PAYMENT_EXCEEDS_COMMITMENT', { path: 'amount', limit: money(Math.max(0, left)) });
}

function requirePayable(kind: PaymentKind): void {
  if (!returningKinds.has(kind)) return;
  refuse('INVALID_INPUT', {
    path: 'kind',
    message: {
      vi: 'Chỉ lập kế hoạch cho ADVANCE, INTERIM, FINAL; thu hồi và hoàn trả được ghi khi xảy ra.',
      en: 'ADVANCE, INTERIM and FINAL are planned; recoveries and refunds are recorded when they happen.',
    },
  });
}

function plannedPayment(run: Run, commitment: CommitmentRecord): PaymentRecord {
  const { input } = run;
  return {
    _id: deriveId('pay', run.key),
    version: 1,
    provenance: provenanceOfNew(run),
    voucherNo: null,
    kind: input.kind,
    status: 'PLANNED',
    contractId: commitment.contractId,
    commitmentId: commitment._id,
    budgetLineId: commitment.budgetLineId,
    programmeId: commitment.programmeId,
    acceptanceId: null,
    payee: commitment.payee,
    amount: money(input.amount),
    dueOn: input.dueOn,
    paidOn: null,
    fiscalYear: commitment.fiscalYear,
    reversesId: null,
  };
}

/**
 * Plans a payment, so that it shows as due and, later, as overdue. Refuses where what is paid and planned would pass
 * the commitment (PAYMENT_EXCEEDS_COMMITMENT), on a settled contract (ILLEGAL_TRANSITION), in a closed year.
 */
export const schedulePayment = financeCommand<
  SchedulePaymentInput,
  { payment: PaymentRecord; contract: { readonly id: string } | null }
>('schedulePayment', async (run) => {
  const { input, context } = run;
  requirePositive(input.amount);
  requirePayable(input.kind);
  const [row] = await findCommitments(context.db, [input.commitmentId]);
  const { contractId } = requireRow(row, 'commitmentId', input.commitmentId);
  const { entry, replayed } = await appendStep<AccountRecord>(run, {
    aggregate: accountAggregate,
    entityId: contractId,
    decide: async (current) => {
      const account = await openAccount(context.db, contractId, { current, author: run });
      const found = account.commitments.find(({ _id }) => _id === input.commitmentId);
      const commitment = requireRow(found, 'commitmentId', input.commitmentId);
      if (account.settlementId) {
        refuse('ILLEGAL_TRANSITION', {
          path: 'commitmentId',
          message: { vi: 'Hợp đồng đã quyết toán.', en: 'The contract has been settled.' },
        });
      }
      await requireOpenYear(context.db, commitment.fiscalYear, 'commitmentId');
      requireRoom(commitment, input.amount);
      const payment = plannedPayment(run, commitment);
      const commitments = [withEntries(commitment, entryOf(payment))];
      return changedAccount(account, { commitments, payments: [payment] }, run);
    },
  });
  const { payment, commitment } = paymentIn(entry);
  await syncLine(followUpsOf(run), commitment);
  return { payment, contract: reference('Contract', contractId), replayed };
});
