import {
  dayInHanoi,
  deriveId,
  type LocalizedTextRecord,
  money,
  reference,
  refuse,
  refuseIfAny,
  userError,
} from '@lien-thong/subgraph-kit';
import { accountAggregate, changedAccount, openAccount } from '../../account/account';
import type { AccountRecord } from '../../account/record';
import { syncLine } from '../../budgetLine/syncLine';
import { requireRow, requireVersion } from '../../commands/checks';
import { appendStep, type FinanceRun, financeCommand, followUpsOf } from '../../commands/financeCommand';
import { provenanceOfChanged, provenanceOfNew } from '../../commands/provenance';
import { entryOf, withEntries } from '../../commitment/entries';
import type { CommitmentRecord } from '../../commitment/record';
import { advanceUnrecoveredOf, paidOf } from '../../commitment/totals';
import { requireOpenYear } from '../../fiscalYear/requireOpenYear';
import { paymentIn } from '../paymentIn';
import type { PaymentRecord } from '../record';
import { findPayment } from '../repository';

/** `ReversePaymentInput` of the graph. */
export interface ReversePaymentInput {
  readonly idempotencyKey: string;
  readonly paymentId: string;
  /** Version of the payment's commitment. */
  readonly expectedVersion: number;
  readonly reason: LocalizedTextRecord;
}

type Run = FinanceRun<ReversePaymentInput>;

/** The row that takes a payment back: the same kind, the amount mirrored, paid today. */
function mirrorOf(run: Run, payment: PaymentRecord): PaymentRecord {
  return {
    ...payment,
    _id: deriveId('pay', 'reversal', payment._id),
    version: 1,
    provenance: { ...provenanceOfNew(run), note: run.input.reason },
    voucherNo: payment.voucherNo ? `ĐẢO-${payment.voucherNo}` : null,
    status: 'PAID',
    amount: money(-payment.amount.amount),
    dueOn: null,
    paidOn: dayInHanoi(run.at),
    reversesId: payment._id,
  };
}

/** Only what was paid can be taken back, once, and a mirror row not at all. */
function requireReversible(payment: PaymentRecord): void {
  if (payment.status === 'PAID' && !payment.reversesId) return;
  const what = payment.reversesId ? 'bút toán đảo' : payment.status;
  const whatEn = payment.reversesId ? 'a reversal itself' : payment.status;
  refuse('ILLEGAL_TRANSITION', {
    path: 'paymentId',
    message: {
      vi: `Khoản chi ${payment._id} là ${what}; chỉ đảo được khoản đã chi (PAID), một lần.`,
      en: `The payment ${payment._id} is ${whatEn}; only a PAID one can be reversed, once.`,
    },
  });
}

/** Taking a recovery back pays again; taking an advance back must not leave less advanced than was recovered. */
function requireConsistent(after: CommitmentRecord): void {
  const errors = [];
  if (paidOf(after.entries).amount > after.amount.amount) {
    errors.push(userError('PAYMENT_EXCEEDS_COMMITMENT', { path: 'paymentId' }));
  }
  const isShort = advanceUnrecoveredOf(after.entries).amount < 0 || paidOf(after.entries).amount < 0;
  if (isShort) {
    errors.push(
      userError('ILLEGAL_TRANSITION', {
        path: 'paymentId',
        message: {
          vi: 'Khoản này đã được thu hồi hoặc hoàn trả; hãy đảo các khoản đó trước.',
          en: 'Recoveries or refunds rest on this payment; reverse those first.',
        },
      }),
    );
  }
  refuseIfAny(errors);
}

/**
 * Takes a payment back by a mirror row: nothing is deleted. The payment becomes REVERSED, and the two add up to zero.
 * Refuses ILLEGAL_TRANSITION for one that was reversed before, VERSION_CONFLICT, FISCAL_YEAR_CLOSED.
 */
export const reversePayment = financeCommand<
  ReversePaymentInput,
  { payment: PaymentRecord; contract: { readonly id: string } | null }
>('reversePayment', async (run) => {
  const { input, context } = run;
  const known = requireRow(await findPayment(context.db, input.paymentId), 'paymentId', input.paymentId);
  const { contractId, commitmentId } = known;
  const { entry, replayed } = await appendStep<AccountRecord>(run, {
    aggregate: accountAggregate,
    entityId: contractId,
    decide: async (current) => {
      const account = await openAccount(context.db, contractId, { current, author: run });
      const found = account.commitments.find(({ _id }) => _id === commitmentId);
      const commitment = requireRow(found, 'paymentId', input.paymentId);
      const payment = (await findPayment(context.db, input.paymentId)) ?? known;
      const status = commitment.entries.find(({ paymentId }) => paymentId === payment._id)?.status;
      requireReversible({ ...payment, status: status ?? payment.status });
      requireVersion(commitment.version, input.expectedVersion);
      if (account.settlementId) {
        refuse('ILLEGAL_TRANSITION', {
          path: 'paymentId',
          message: { vi: 'Hợp đồng đã quyết toán.', en: 'The contract has been settled.' },
        });
      }
      await requireOpenYear(context.db, commitment.fiscalYear, 'paymentId');
      const provenance = provenanceOfChanged(payment.provenance, run);
      const reversed = { ...payment, version: payment.version + 1, status: 'REVERSED' as const, provenance };
      const mirror = mirrorOf(run, payment);
      const after = withEntries(commitment, entryOf(reversed), entryOf(mirror));
      requireConsistent(after);
      return changedAccount(account, { commitments: [after], payments: [reversed, mirror] }, run);
    },
  });
  const { payment, commitment } = paymentIn(entry);
  await syncLine(followUpsOf(run), commitment);
  return { payment, contract: reference('Contract', contractId), replayed };
});
