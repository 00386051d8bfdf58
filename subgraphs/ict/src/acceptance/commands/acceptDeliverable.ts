import {
  type CommandRun,
  deriveId,
  type MoneyRecord,
  money,
  refuse,
  sumMoney,
} from '@lien-thong/subgraph-kit';
import { invalid, orderedPeriod, overlaps, type PeriodInput } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import { existing, optionalDocument } from '../../commands/known';
import { citationOf, operational } from '../../commands/provenance';
import {
  type ContractStepInput,
  refuseFutureDay,
  refuseOtherStatus,
  takeContractStep,
} from '../../contract/commands/changeContract';
import type { ContractItemRecord, ContractRecord } from '../../contract/record';
import { addDecimals, amountOf, compareDecimals } from '../../decimal';
import { type AcceptanceRecord, type AcceptedItemRecord, acceptanceCollection } from '../record';

interface AcceptDeliverableInput extends ContractStepInput {
  readonly number: string;
  readonly period: PeriodInput;
  readonly acceptedOn: string;
  readonly items: ReadonlyArray<{ readonly itemId: string; readonly quantity: string }>;
  readonly documentId?: string | null;
}

interface AcceptancePayload {
  readonly acceptance: AcceptanceRecord;
  readonly contract: ContractRecord;
  readonly replayed: boolean;
}

function exceeds(path: string, message: { vi: string; en: string }, limit?: MoneyRecord): never {
  return refuse('ACCEPTANCE_EXCEEDS_CONTRACT', { path, message, limit });
}

/** Within the contract's period, and for no item twice for the same days. */
function checkPeriod({ period, items, number }: AcceptDeliverableInput, contract: ContractRecord): void {
  orderedPeriod(period, 'period');
  const { startDate, endDate } = contract.period;
  if ((startDate && period.startDate < startDate) || (endDate && period.endDate > endDate)) {
    exceeds('period', {
      vi: `Kỳ nghiệm thu nằm ngoài thời gian của hợp đồng (${startDate ?? '…'} đến ${endDate ?? '…'}).`,
      en: `The period lies outside that of the contract (${startDate ?? '…'} to ${endDate ?? '…'}).`,
    });
  }
  for (const part of contract.acceptedParts) {
    if (part.number === number) {
      refuse('DUPLICATE_NUMBER', { path: 'number' });
    }
    const again = items.find(({ itemId }) => part.itemIds.includes(itemId));
    if (!again || !overlaps(part.period, period)) continue;
    exceeds('period', {
      vi: `Hạng mục ${again.itemId} đã được nghiệm thu cho một phần kỳ này (biên bản ${part.number}).`,
      en: `Item ${again.itemId} is accepted for part of this period already (record ${part.number}).`,
    });
  }
}

function checkItems({ items }: AcceptDeliverableInput): void {
  if (items.length === 0 || items.length > 200) {
    invalid('items', { vi: 'Biên bản có 1 đến 200 hạng mục.', en: 'A record has 1 to 200 items.' });
  }
  if (new Set(items.map(({ itemId }) => itemId)).size < items.length) {
    invalid('items', { vi: 'Một hạng mục được nêu hai lần.', en: 'An item is named twice.' });
  }
}

/**
 * The accepted part of an item. Its amount is the growth of accepted quantity × unit amount, each rounded half up, so
 * that the parts of an item add up to its amount without a đồng of rounding.
 */
function acceptedItem(item: ContractItemRecord, quantity: string, path: string): AcceptedItemRecord {
  if (compareDecimals(quantity, '0') <= 0) {
    invalid(`${path}.quantity`, { vi: 'Khối lượng phải lớn hơn 0.', en: 'A quantity is above zero.' });
  }
  const total = addDecimals(item.acceptedQuantity, quantity);
  if (compareDecimals(total, item.quantity) > 0) {
    exceeds(`${path}.quantity`, {
      vi: `Hạng mục ${item.id}: đã nghiệm thu ${item.acceptedQuantity} trên ${item.quantity}; thêm ${quantity} là vượt.`,
      en: `Item ${item.id}: ${item.acceptedQuantity} of ${item.quantity} is accepted; ${quantity} more is too much.`,
    });
  }
  const unitAmount = item.unitAmount?.amount ?? 0;
  const amount = amountOf(total, unitAmount) - amountOf(item.acceptedQuantity, unitAmount);
  return { itemId: item.id, quantity: addDecimals(quantity, '0'), amount: money(amount) };
}

function acceptedItems({ items }: AcceptDeliverableInput, contract: ContractRecord): AcceptedItemRecord[] {
  return items.map(({ itemId, quantity }, index) => {
    const path = `items.${index}`;
    const item = existing(contract.items.find(({ id }) => id === itemId) ?? null, `${path}.itemId`);
    return acceptedItem(item, quantity, path);
  });
}

/** accepted ≤ value, whatever an amendment has done to the prices in between. */
function acceptedValueAfter(contract: ContractRecord, amount: MoneyRecord): MoneyRecord {
  const after = sumMoney([contract.acceptedValue, amount]);
  if (after.amount > contract.value.amount) {
    exceeds(
      'items',
      {
        vi: 'Tổng giá trị nghiệm thu vượt giá trị hợp đồng.',
        en: 'The accepted value would pass the value of the contract.',
      },
      money(contract.value.amount - contract.acceptedValue.amount),
    );
  }
  return after;
}

function grown(items: readonly ContractItemRecord[], accepted: readonly AcceptedItemRecord[]) {
  const quantityOf = new Map(accepted.map(({ itemId, quantity }) => [itemId, quantity]));
  return items.map((item) => ({
    ...item,
    acceptedQuantity: addDecimals(item.acceptedQuantity, quantityOf.get(item.id) ?? '0'),
  }));
}

function acceptanceRow(run: CommandRun<AcceptDeliverableInput>, contract: ContractRecord): AcceptanceRecord {
  const { number, period, acceptedOn, documentId } = run.input;
  const items = acceptedItems(run.input, contract);
  return {
    _id: deriveId('acc', contract._id, number),
    version: 1,
    number,
    contractId: contract._id,
    period,
    acceptedOn,
    items,
    amount: sumMoney(items.map(({ amount }) => amount)),
    documentId: documentId ?? null,
    provenance: operational(run),
  };
}

/** Nghiệm thu: no more than was contracted, within its period, and no item twice for the same days. */
export const acceptDeliverable = ictCommand<AcceptDeliverableInput, AcceptancePayload>(
  async (run, context) => {
    const { input } = run;
    const document = await optionalDocument(input.documentId, 'documentId', context);
    const { contract, replayed } = await takeContractStep(run, context, {
      command: 'acceptDeliverable',
      citation: document && citationOf(document),
      decide: async (before) => {
        refuseOtherStatus(before, ['ACTIVE']);
        checkItems(input);
        refuseFutureDay(input.acceptedOn, 'acceptedOn', context);
        checkPeriod(input, before);
        const { _id: id, items, amount } = acceptanceRow(run, before);
        const { number, period } = input;
        const part = { id, number, period, itemIds: items.map(({ itemId }) => itemId) };
        return {
          items: grown(before.items, items),
          acceptedValue: acceptedValueAfter(before, amount),
          acceptedParts: [...before.acceptedParts, part],
        };
      },
      rows: (before) => [{ collection: acceptanceCollection.name, row: acceptanceRow(run, before) }],
    });
    const id = deriveId('acc', contract._id, input.number);
    const [acceptance] = await context.repositories.acceptances.findByIds([id]);
    return { acceptance: existing(acceptance ?? null, 'number'), contract, replayed };
  },
);
