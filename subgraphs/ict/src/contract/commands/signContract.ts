import { refuse, sumMoney } from '@lien-thong/subgraph-kit';
import { illegal } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import { knownUnitPrices, optionalDocument } from '../../commands/known';
import { citationOf } from '../../commands/provenance';
import type { IctContext } from '../../context';
import { amountOf } from '../../decimal';
import type { ContractItemRecord, ContractRecord } from '../record';
import {
  type ContractPayload,
  type ContractStepInput,
  refuseFutureDay,
  refuseOtherStatus,
  takeContractStep,
} from './changeContract';

interface SignContractInput extends ContractStepInput {
  readonly signedOn: string;
  readonly documentId?: string | null;
}

async function checkPrices(items: readonly ContractItemRecord[], context: IctContext): Promise<void> {
  const ids = items.flatMap(({ unitPriceId }) => unitPriceId ?? []);
  const prices = await knownUnitPrices([...new Set(ids)], 'contractId', context);
  const amounts = new Map(prices.map(({ _id, price }) => [_id, price?.amount]));
  for (const { id, quantity, unitPriceId, amount } of items) {
    const unitAmount = amounts.get(unitPriceId ?? '');
    if (unitAmount === undefined) {
      refuse('CONTRACT_VALUE_MISMATCH', {
        path: 'contractId',
        message: {
          vi: `Hạng mục ${id} chưa có đơn giá, nên giá trị hợp đồng chưa xác định.`,
          en: `Item ${id} has no unit price yet, so the value of the contract is not known.`,
        },
      });
    }
    if (amountOf(quantity, unitAmount) === BigInt(amount.amount)) continue;
    refuse('CONTRACT_VALUE_MISMATCH', {
      path: 'contractId',
      message: {
        vi: `Đơn giá của hạng mục ${id} đã đổi từ khi soạn hợp đồng; hãy soạn lại.`,
        en: `The unit price of item ${id} has changed since the contract was drafted; draft it again.`,
      },
    });
  }
}

function checkSum({ items, value }: ContractRecord): void {
  const sum = sumMoney(items.map(({ amount }) => amount));
  if (sum.amount !== value.amount) refuse('CONTRACT_VALUE_MISMATCH', { path: 'contractId', limit: sum });
}

/**
 * Ký hợp đồng: PENDING to ACTIVE. The value is the sum of the items at today's prices; the day of signing is neither in
 * the future nor after the period. A provisional price will do (L22); final settlement needs an approved one.
 */
export const signContract = ictCommand<SignContractInput, ContractPayload>(async (run, context) => {
  const { signedOn, documentId } = run.input;
  const document = await optionalDocument(documentId, 'documentId', context);
  return takeContractStep(run, context, {
    command: 'signContract',
    citation: document && citationOf(document),
    decide: async (contract) => {
      refuseOtherStatus(contract, ['PENDING']);
      refuseFutureDay(signedOn, 'signedOn', context);
      const { endDate } = contract.period;
      if (endDate && signedOn > endDate) {
        illegal('signedOn', {
          vi: `Ngày ký (${signedOn}) sau khi hợp đồng kết thúc (${endDate}).`,
          en: `The day of signing (${signedOn}) is after the end of the contract (${endDate}).`,
        });
      }
      checkSum(contract);
      await checkPrices(contract.items, context);
      const documentIds = documentId
        ? [...new Set([...contract.documentIds, documentId])]
        : contract.documentIds;
      return { status: 'ACTIVE', signedOn, documentIds };
    },
  });
});
