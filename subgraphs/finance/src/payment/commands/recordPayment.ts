import { deriveId, money, reference, refuse, refuseIfAny } from '@lien-thong/subgraph-kit';
import { type Account, accountAggregate, changedAccount, openAccount } from '../../account/account';
import { giveUpOnAccount } from '../../account/giveUp';
import type { AccountRecord } from '../../account/record';
import { accountOf } from '../../account/repository';
import { syncLine } from '../../budgetLine/syncLine';
import { requireNotInFuture, requirePositive, requireRow, requireVersion } from '../../commands/checks';
import { appendStep, type FinanceRun, financeCommand, followUpsOf } from '../../commands/financeCommand';
import { type GuardedContract, guardAcceptance, guardContract } from '../../commands/guards';
import { once } from '../../commands/once';
import { provenanceOfChanged, provenanceOfNew } from '../../commands/provenance';
import { ReservationVoided, reserveApplyConfirm } from '../../commands/reserveApplyConfirm';
import { entryOf, withEntries } from '../../commitment/entries';
import type { CommitmentRecord } from '../../commitment/record';
import { findCommitments } from '../../commitment/repository';
import { requireOpenYear } from '../../fiscalYear/requireOpenYear';
import { confirmVoucher, type Hold, holdVoucher, releaseVoucher } from '../../voucher/voucher';
import { paymentIn } from '../paymentIn';
import { needsContract, paymentRefusals } from '../paymentRules';
import { type PaymentKind, type PaymentRecord, signedAmount } from '../record';
import { findPayment } from '../repository';

/** `RecordPaymentInput` of the graph; the amount is above zero for every kind, in whole đồng. */
export interface RecordPaymentInput {
  readonly idempotencyKey: string;
  readonly commitmentId: string;
  readonly expectedVersion?: number | null;
  readonly paymentId?: string | null;
  readonly voucherNo: string;
  readonly kind: PaymentKind;
  readonly amount: number;
  readonly paidOn: string;
  readonly acceptanceId?: string | null;
}

type Run = FinanceRun<RecordPaymentInput>;

/** What every step of the command shares. */
interface Payment {
  readonly paymentId: string;
  readonly contractId: string;
  /** Asks the owner of the contract, once, where the kind depends on it. */
  readonly contract: () => Promise<GuardedContract | null>;
}

async function guard({ context, input }: Run, contractId: string): Promise<GuardedContract | null> {
  if (input.acceptanceId) await guardAcceptance(context, input.acceptanceId, contractId);
  return needsContract(input.kind) ? guardContract(context, contractId, 'commitmentId') : null;
}

/** The planned payment that is being made; a payment that is not waiting, or of another kind, cannot be. */
function requirePlanned(commitment: CommitmentRecord, { paymentId, kind }: RecordPaymentInput): void {
  if (!paymentId) return;
  const entry = requireRow(
    commitment.entries.find((each) => each.paymentId === paymentId),
    'paymentId',
    paymentId,
  );
  if ((entry.status === 'PLANNED' || entry.status === 'APPROVED') && entry.kind === kind) return;
  refuse('ILLEGAL_TRANSITION', {
    path: 'paymentId',
    message: {
      vi: `Khoản chi ${paymentId} là ${entry.kind}, tình trạng ${entry.status}; chỉ ghi chi cho khoản PLANNED hoặc APPROVED cùng loại.`,
      en: `The payment ${paymentId} is ${entry.kind} and ${entry.status}; only a PLANNED or APPROVED one of the same kind can be made.`,
    },
  });
}

/** Every rule of a payment, on the account as it is. Answers the commitment that it draws on. */
async function checked(run: Run, account: Account, payment: Payment): Promise<CommitmentRecord> {
  const { input, context } = run;
  const commitment = requireRow(
    account.commitments.find(({ _id }) => _id === input.commitmentId),
    'commitmentId',
    input.commitmentId,
  );
  requireVersion(commitment.version, input.expectedVersion);
  if (account.settlementId) {
    refuse('ILLEGAL_TRANSITION', {
      path: 'commitmentId',
      message: {
        vi: 'Hợp đồng đã quyết toán; không ghi chi thêm.',
        en: 'The contract has been settled; nothing more is paid.',
      },
    });
  }
  requirePlanned(commitment, input);
  await requireOpenYear(context.db, commitment.fiscalYear, 'paidOn');
  const { kind, amount } = input;
  const entries = account.commitments.flatMap((row) => row.entries);
  const { advanceRatePercent } = context;
  const contract = await payment.contract();
  refuseIfAny(paymentRefusals({ kind, amount, commitment, entries, contract, advanceRatePercent }));
  return commitment;
}

async function paymentRow(run: Run, commitment: CommitmentRecord, paymentId: string): Promise<PaymentRecord> {
  const { input, context } = run;
  const planned = input.paymentId ? await findPayment(context.db, input.paymentId) : null;
  return {
    _id: paymentId,
    version: (planned?.version ?? 0) + 1,
    provenance: planned ? provenanceOfChanged(planned.provenance, run) : provenanceOfNew(run),
    voucherNo: input.voucherNo,
    kind: input.kind,
    status: 'PAID',
    contractId: commitment.contractId,
    commitmentId: commitment._id,
    budgetLineId: commitment.budgetLineId,
    programmeId: commitment.programmeId,
    acceptanceId: input.acceptanceId ?? planned?.acceptanceId ?? null,
    payee: commitment.payee,
    amount: money(signedAmount(input.kind, input.amount)),
    dueOn: planned?.dueOn ?? null,
    paidOn: input.paidOn,
    fiscalYear: commitment.fiscalYear,
    reversesId: null,
  };
}

function payOnAccount(run: Run, payment: Payment, holdId: string) {
  const { context } = run;
  return appendStep<AccountRecord>(run, {
    aggregate: accountAggregate,
    entityId: payment.contractId,
    decide: async (current) => {
      const account = await openAccount(context.db, payment.contractId, { current, author: run });
      if (account.voided.includes(holdId)) throw new ReservationVoided(holdId);
      const commitment = await checked(run, account, payment);
      const row = await paymentRow(run, commitment, payment.paymentId);
      const entry = entryOf(row);
      return changedAccount(account, { commitments: [withEntries(commitment, entry)], payments: [row] }, run);
    },
  });
}

/** The shared part of a payment: where it belongs, and its guard, asked once. */
async function prepared(run: Run): Promise<Payment> {
  const { input, context } = run;
  requirePositive(input.amount);
  requireNotInFuture('paidOn', input.paidOn, run.at);
  if (input.voucherNo.trim() === '') {
    refuse('INVALID_INPUT', {
      path: 'voucherNo',
      message: { vi: 'Cần số chứng từ.', en: 'A payment needs its voucher number.' },
    });
  }
  const [row] = await findCommitments(context.db, [input.commitmentId]);
  const { contractId } = requireRow(row, 'commitmentId', input.commitmentId);
  return {
    contractId,
    paymentId: input.paymentId ?? deriveId('pay', run.key),
    contract: once(() => guard(run, contractId)),
  };
}

/**
 * Records an advance, a payment, a recovery or a refund. Refuses what would pass the commitment, the share of it that
 * may be advanced, what is accepted, or (FINAL) an approved price; a voucher number that is taken; a closed year.
 */
export const recordPayment = financeCommand<
  RecordPaymentInput,
  { payment: PaymentRecord; contract: { readonly id: string } | null }
>('recordPayment', async (run) => {
  const { input, context } = run;
  const payment = await prepared(run);
  const { contractId } = payment;
  const follow = followUpsOf(run);
  const holdOf = (attempt: number): Hold => ({
    voucherNo: input.voucherNo,
    holdId: deriveId('hold', run.key, String(attempt)),
    contractId,
  });
  const check = async () => checked(run, await accountOf(context.db, contractId, run), payment);
  const { entry, replayed } = await reserveApplyConfirm({
    reserve: (attempt) => holdVoucher(run, holdOf(attempt), { attempt, check }),
    apply: (attempt) => payOnAccount(run, payment, holdOf(attempt).holdId),
    giveUp: (attempt) =>
      giveUpOnAccount(follow, {
        contractId,
        id: holdOf(attempt).holdId,
        cameAbout: ({ commitments }) =>
          commitments.some(({ entries }) => entries.some((each) => each.voucherNo === input.voucherNo)),
      }),
    release: (attempt) => releaseVoucher(follow, holdOf(attempt)),
    confirm: async (applied, attempt) => {
      await syncLine(follow, paymentIn(applied.entry).commitment);
      await confirmVoucher(follow, holdOf(attempt));
    },
  });
  return { payment: paymentIn(entry).payment, contract: reference('Contract', contractId), replayed };
});
