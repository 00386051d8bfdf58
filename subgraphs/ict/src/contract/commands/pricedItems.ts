import { type LocalizedTextRecord, type MoneyRecord, money, sumMoney } from '@lien-thong/subgraph-kit';
import { invalid } from '../../commands/checks';
import { knownService, knownUnitPrices } from '../../commands/known';
import type { IctContext } from '../../context';
import { amountOf, compareDecimals } from '../../decimal';
import type { UnitPriceRecord } from '../../unitPrice/record';
import { contractPriceStatus } from '../../unitPrice/status';
import type { ContractItemRecord, ContractRecord } from '../record';

/** `ContractItemInput` of the schema. */
export interface ContractItemInput {
  readonly id?: string | null;
  readonly serviceId: string;
  readonly description: LocalizedTextRecord;
  readonly quantity: string;
  readonly unitPriceId?: string | null;
}

/** Items with what the contract stores of them as a whole. */
export interface PricedItems {
  readonly items: ContractItemRecord[];
  readonly value: MoneyRecord;
  readonly unitPriceStatus: ContractRecord['unitPriceStatus'];
}

/** Whose items they are. */
export interface ItemsOwner {
  readonly contractId: string;
  readonly providerId: string;
  /** Items that the contract has already; an item that names one of them goes on with what was accepted of it. */
  readonly before: readonly ContractItemRecord[];
}

const mostItems = 200;

/** Refuses an item whose quantity is nothing, or whose price is that of another service or provider. */
function checkItem(
  item: ContractItemInput,
  price: UnitPriceRecord | null,
  { path, providerId }: { readonly path: string; readonly providerId: string },
): void {
  if (compareDecimals(item.quantity, '0') <= 0) {
    invalid(`${path}.quantity`, { vi: 'Khối lượng phải lớn hơn 0.', en: 'A quantity is above zero.' });
  }
  if (!price) return;
  if (price.serviceId !== item.serviceId) {
    invalid(`${path}.unitPriceId`, {
      vi: `Đơn giá ${price._id} không phải của dịch vụ ${item.serviceId}.`,
      en: `Unit price ${price._id} is not one of service ${item.serviceId}.`,
    });
  }
  if (price.provider && price.provider._id !== providerId) {
    invalid(`${path}.unitPriceId`, {
      vi: `Đơn giá ${price._id} là của ${price.provider.legalName}, không phải của bên cho thuê.`,
      en: `Unit price ${price._id} is that of ${price.provider.legalName}, not of the contract's provider.`,
    });
  }
}

/** The item as it is stored: a new one, or one that goes on. Its amount is quantity × price, half up to the đồng. */
async function pricedItem(
  input: ContractItemInput,
  place: { readonly index: number; readonly owner: ItemsOwner; readonly fresh: () => string },
  context: IctContext,
): Promise<{ item: ContractItemRecord; price: UnitPriceRecord | null }> {
  const { owner, index } = place;
  const path = `items.${index}`;
  const service = await knownService({ id: input.serviceId, path: `${path}.serviceId` }, context);
  const former = owner.before.find(({ id }) => id === input.id);
  if (input.id && !former) {
    invalid(`${path}.id`, {
      vi: `Hợp đồng không có hạng mục ${input.id}.`,
      en: `The contract has no item ${input.id}.`,
    });
  }
  const priceId = input.unitPriceId ?? former?.unitPriceId;
  const [price = null] = priceId ? await knownUnitPrices([priceId], `${path}.unitPriceId`, context) : [];
  checkItem(input, price, { path, providerId: owner.providerId });
  const unit = former?.unit ?? price?.unit ?? service.unit;
  if (!unit) {
    return invalid(`${path}.serviceId`, {
      vi: `Dịch vụ ${service.code} chưa có đơn vị tính; cần một đơn giá có đơn vị.`,
      en: `Service ${service.code} has no unit of measure; a unit price with one is needed.`,
    });
  }
  // An item that does not name its price again keeps what was agreed on.
  const unitAmount = (input.unitPriceId ? price?.price : former?.unitAmount) ?? null;
  const item: ContractItemRecord = {
    id: former?.id ?? place.fresh(),
    serviceId: service._id,
    description: input.description,
    quantity: input.quantity.replace(/^\+/, ''),
    unit,
    unitPriceId: priceId ?? null,
    unitAmount,
    amount: money(unitAmount ? amountOf(input.quantity, unitAmount.amount) : 0n, unitAmount?.qualifier),
    acceptedQuantity: former?.acceptedQuantity ?? '0',
  };
  return { item, price };
}

/** Ids of new items: the contract's id and a number that no item of it has had. */
function freshIds({ contractId, before }: ItemsOwner): () => string {
  const numbers = before.map(({ id }) => Number(id.slice(id.lastIndexOf('-') + 1)) || 0);
  let last = Math.max(before.length, ...numbers);
  return () => {
    last += 1;
    return `${contractId}-${last}`;
  };
}

/** Checks the items of a contract and prices them; refuses the first that is wrong. */
export async function pricedItems(
  inputs: readonly ContractItemInput[],
  owner: ItemsOwner,
  context: IctContext,
): Promise<PricedItems> {
  if (inputs.length === 0 || inputs.length > mostItems) {
    invalid('items', {
      vi: `Hợp đồng có 1 đến ${mostItems} hạng mục; đây là ${inputs.length}.`,
      en: `A contract has 1 to ${mostItems} items; these are ${inputs.length}.`,
    });
  }
  const named = inputs.map(({ id }) => id).filter((id) => id != null);
  if (new Set(named).size < named.length) {
    invalid('items', { vi: 'Một hạng mục được nêu hai lần.', en: 'An item is named twice.' });
  }
  const fresh = freshIds(owner);
  const priced: Awaited<ReturnType<typeof pricedItem>>[] = [];
  for (const [index, input] of inputs.entries())
    priced.push(await pricedItem(input, { index, owner, fresh }, context));
  const items = priced.map(({ item }) => item);
  return {
    items,
    value: sumMoney(items.map(({ amount }) => amount)),
    unitPriceStatus: contractPriceStatus(priced.map(({ price }) => price ?? { status: 'NONE' })),
  };
}
