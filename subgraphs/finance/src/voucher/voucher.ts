import { refuse } from '@lien-thong/subgraph-kit';
import {
  appendFollowUp,
  appendStep,
  type FinanceRun,
  type FollowUpContext,
} from '../commands/financeCommand';
import { provenanceOfNew } from '../commands/provenance';
import { isVoucherPaid } from '../payment/repository';
import { type VoucherRecord, voucherAggregate } from './record';

/** A hold on a voucher number for one attempt of one command. */
export interface Hold {
  readonly voucherNo: string;
  readonly holdId: string;
  readonly contractId: string;
}

function refuseTaken(voucherNo: string): never {
  return refuse('DUPLICATE_NUMBER', {
    path: 'voucherNo',
    message: {
      vi: `Số chứng từ ${voucherNo} đã dùng cho một khoản chi khác.`,
      en: `The voucher number ${voucherNo} is used by another payment.`,
    },
  });
}

/** Holds the number; DUPLICATE_NUMBER where another payment has it. `check` refuses before anything is held. */
export async function holdVoucher(
  run: FinanceRun,
  { voucherNo, holdId, contractId }: Hold,
  at: { readonly attempt: number; readonly check: () => Promise<unknown> },
): Promise<void> {
  await appendStep<VoucherRecord>(run, {
    name: `reserve/${at.attempt}`,
    aggregate: voucherAggregate,
    entityId: voucherNo,
    decide: async (current) => {
      await at.check();
      const isFree = current ? current.state === 'FREE' : !(await isVoucherPaid(run.context.db, voucherNo));
      if (!isFree) refuseTaken(voucherNo);
      const provenance = provenanceOfNew(run);
      return { state: { _id: voucherNo, provenance, state: 'HELD', holdId, contractId, since: run.at } };
    },
  });
}

async function moveVoucher(follow: FollowUpContext, hold: Hold, state: 'USED' | 'FREE'): Promise<void> {
  const { voucherNo, holdId } = hold;
  await appendFollowUp<VoucherRecord>(follow, {
    aggregate: voucherAggregate,
    entityId: voucherNo,
    command: state === 'USED' ? 'confirm' : 'release',
    key: holdId,
    decide: (current) => {
      if (!current) throw new Error(`the voucher ${voucherNo} was never held`);
      return { state: current.holdId === holdId ? { ...current, state } : current };
    },
  });
}

/** Marks the number as used by the payment that it was held for. */
export function confirmVoucher(follow: FollowUpContext, hold: Hold): Promise<void> {
  return moveVoucher(follow, hold, 'USED');
}

/** Frees the number after the contract's account has given the payment up for good. */
export function releaseVoucher(follow: FollowUpContext, hold: Hold): Promise<void> {
  return moveVoucher(follow, hold, 'FREE');
}
