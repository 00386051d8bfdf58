import { type LocalizedTextRecord, money, refuse } from '@lien-thong/subgraph-kit';
import { illegal } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import type { ContractRecord } from '../record';
import { askFinance } from './askFinance';
import {
  type ContractPayload,
  type ContractStepInput,
  refuseFutureDay,
  takeContractStep,
} from './changeContract';

interface CloseContractInput extends ContractStepInput {
  readonly status: ContractRecord['status'];
  readonly closedOn: string;
  readonly reason: LocalizedTextRecord;
}

/** ACTIVE → TERMINATED and PENDING → CANCELLED, nothing else. */
const ends: Readonly<Record<ContractRecord['status'], ContractRecord['status'] | null>> = {
  ACTIVE: 'TERMINATED',
  PENDING: 'CANCELLED',
  TERMINATED: null,
  CANCELLED: null,
};

function checkEnd({ status, signedOn }: ContractRecord, input: CloseContractInput): void {
  if (ends[status] !== input.status) {
    illegal('status', {
      vi: `Hợp đồng ${status} ${ends[status] ? `chỉ kết thúc bằng ${ends[status]}` : 'đã kết thúc'}, không phải ${input.status}.`,
      en: `A contract that is ${status} ${ends[status] ? `ends as ${ends[status]}` : 'has ended'}, not as ${input.status}.`,
    });
  }
  if (!signedOn || input.closedOn >= signedOn) return;
  illegal('closedOn', {
    vi: `Ngày thanh lý (${input.closedOn}) trước ngày ký (${signedOn}).`,
    en: `The contract cannot end (${input.closedOn}) before it was signed (${signedOn}).`,
  });
}

/** Thanh lý hoặc huỷ hợp đồng; not while finance, which is asked, holds an advance that is not recovered. */
export const closeContract = ictCommand<CloseContractInput, ContractPayload>((run, context) => {
  const { input } = run;
  return takeContractStep(run, context, {
    command: 'closeContract',
    decide: async (contract) => {
      checkEnd(contract, input);
      refuseFutureDay(input.closedOn, 'closedOn', context);
      const { advanceUnrecovered } = await askFinance(contract._id, context);
      if (advanceUnrecovered > 0) {
        refuse('ADVANCE_NOT_RECOVERED', {
          path: 'contractId',
          limit: money(advanceUnrecovered),
          message: {
            vi: `Còn ${advanceUnrecovered} đồng tạm ứng chưa thu hồi.`,
            en: `An advance of ${advanceUnrecovered} đồng is not recovered yet.`,
          },
        });
      }
      return { status: input.status, closedOn: input.closedOn, closeReason: input.reason };
    },
  });
});
