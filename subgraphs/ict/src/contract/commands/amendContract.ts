import {
  dayInHanoi,
  type LocalizedTextRecord,
  type MoneyRecord,
  money,
  refuse,
} from '@lien-thong/subgraph-kit';
import { invalid, orderedPeriod, type PeriodInput } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import { optionalDocument } from '../../commands/known';
import { citationOf } from '../../commands/provenance';
import type { IctContext } from '../../context';
import { compareDecimals } from '../../decimal';
import type { ContractItemRecord, ContractRecord } from '../record';
import { askFinance } from './askFinance';
import {
  type ContractPayload,
  type ContractStepInput,
  refuseOtherStatus,
  takeContractStep,
} from './changeContract';
import { type ContractItemInput, pricedItems } from './pricedItems';

interface AmendContractInput extends ContractStepInput {
  readonly items: readonly ContractItemInput[];
  readonly period?: PeriodInput | null;
  readonly rationale: LocalizedTextRecord;
  readonly documentId?: string | null;
}

/** What was accepted stays within what is contracted, item by item. */
function checkAccepted(before: ContractRecord, items: readonly ContractItemRecord[]): void {
  for (const { id, acceptedQuantity } of before.items) {
    const quantity = items.find((item) => item.id === id)?.quantity ?? '0';
    if (compareDecimals(quantity, acceptedQuantity) >= 0) continue;
    refuse('ACCEPTANCE_EXCEEDS_CONTRACT', {
      path: 'items',
      message: {
        vi: `Hạng mục ${id} đã nghiệm thu ${acceptedQuantity}; không thể còn ${quantity}.`,
        en: `${acceptedQuantity} of item ${id} is accepted; it cannot become ${quantity}.`,
      },
    });
  }
}

function checkPeriod(period: PeriodInput, { acceptedParts }: ContractRecord): void {
  orderedPeriod(period, 'period');
  const outside = acceptedParts.find(
    ({ period: part }) =>
      (part.startDate ?? period.startDate) < period.startDate ||
      (part.endDate ?? period.endDate) > period.endDate,
  );
  if (!outside) return;
  invalid('period', {
    vi: `Kỳ nghiệm thu của biên bản ${outside.number} nằm ngoài thời gian mới.`,
    en: `The acceptance record ${outside.number} lies outside the new period.`,
  });
}

/** valueAfter ≥ accepted value, and ≥ what finance has paid. */
async function checkValue(before: ContractRecord, value: MoneyRecord, context: IctContext): Promise<void> {
  const { paid } = await askFinance(before._id, context);
  const least = Math.max(paid, before.acceptedValue.amount);
  if (value.amount >= least) return;
  refuse('VALUE_BELOW_PAID', {
    path: 'items',
    limit: money(least),
    message: {
      vi: `Giá trị mới ${value.amount} đồng thấp hơn phần đã nghiệm thu hoặc đã thanh toán, ${least} đồng.`,
      en: `The new value, ${value.amount} đồng, is below what is accepted or paid, ${least} đồng.`,
    },
  });
}

function checkPriced(items: readonly ContractItemRecord[]): void {
  const unpriced = items.find(({ unitAmount }) => !unitAmount);
  if (!unpriced) return;
  refuse('CONTRACT_VALUE_MISMATCH', {
    path: 'items',
    message: {
      vi: `Hạng mục ${unpriced.id} chưa có đơn giá, nên giá trị hợp đồng chưa xác định.`,
      en: `Item ${unpriced.id} has no unit price yet, so the value of the contract is not known.`,
    },
  });
}

/** Phụ lục hợp đồng: all items anew. The value never falls below what is accepted or paid; finance is asked. */
export const amendContract = ictCommand<AmendContractInput, ContractPayload>(async (run, context) => {
  const { input } = run;
  const document = await optionalDocument(input.documentId, 'documentId', context);
  return takeContractStep(run, context, {
    command: 'amendContract',
    citation: document && citationOf(document),
    decide: async (before) => {
      refuseOtherStatus(before, ['ACTIVE']);
      const period = input.period ?? before.period;
      if (input.period) checkPeriod(input.period, before);
      const owner = { contractId: before._id, providerId: before.provider._id, before: before.items };
      const { items, value } = await pricedItems(input.items, owner, context);
      checkPriced(items);
      checkAccepted(before, items);
      await checkValue(before, value, context);
      const amendment = {
        id: `${before._id}-amd-${before.amendments.length + 1}`,
        date: dayInHanoi(run.at),
        rationale: input.rationale,
        valueBefore: before.value,
        valueAfter: value,
        documentId: input.documentId ?? null,
      };
      const documentIds = input.documentId
        ? [...new Set([...before.documentIds, input.documentId])]
        : before.documentIds;
      return { items, value, period, documentIds, amendments: [...before.amendments, amendment] };
    },
  });
});
