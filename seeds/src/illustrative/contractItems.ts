import { service } from './catalogue';
import { type ContractKey, contractRowId, ids } from './labels';
import type { ContractItem } from './model';
import type { PriceEntry } from './priceBook';
import { draw, drawBelow, placeIn, quantile } from './random';
import { contractValueQuantiles } from './tables';
import { unitPrice } from './unitPrices';

const MOST_ITEMS = 12;
const MOST_QUANTITY = 500;
const SMALL_CONTRACT_DONG = 200_000_000;
/** 1 + geometric(0.28), cut at 12, in parts of 10,000. */
const itemCountWeights = [2800, 2016, 1452, 1045, 752, 542, 390, 281, 202, 146, 105, 269];

/** How many items: as drawn, but never so many that one would cost less than a unit, nor so few that one passes 500 units. */
function itemCount(index: number, wantedValue: number, cheapest: number): number {
  const drawn = 1 + placeIn(itemCountWeights, drawBelow(10_000, { kind: 'contract', index, field: 'items' }));
  const affordable = Math.max(1, Math.floor(wantedValue / cheapest));
  const needed = Math.ceil(wantedValue / (cheapest * MOST_QUANTITY));
  return Math.min(MOST_ITEMS, affordable, Math.max(drawn, needed));
}

/** Whole units of an item: rounded down, but for the only item of a small contract up, which keeps it above the lower cut. */
function quantityFor(item: { price: number; wanted: number; count: number }): number {
  const isSingle = item.count === 1 && item.wanted < SMALL_CONTRACT_DONG;
  const units = isSingle ? Math.ceil(item.wanted / item.price) : Math.floor(item.wanted / item.price);
  return Math.min(MOST_QUANTITY, Math.max(1, units));
}

/**
 * The items of a contract on the prices that its provider has. The value wanted is log-normal; the items share it by
 * drawn weights, each in whole units. Item amounts make the value, never the reverse.
 */
export function contractItems(key: ContractKey, prices: readonly PriceEntry[]): ContractItem[] {
  const { index } = key;
  const wantedValue = quantile(contractValueQuantiles, draw('contract', index, 'value')) * 1_000;
  const offered = prices.map(({ index: price }) => unitPrice(price));
  const cheapest = Math.min(...offered.map(({ contractPrice }) => contractPrice));
  const affordable = offered.filter(
    ({ contractPrice }) => contractPrice === cheapest || contractPrice * 2 <= wantedValue,
  );
  const count = itemCount(index, wantedValue, cheapest);
  const weights = Array.from(
    { length: count },
    (_, at) => 1 << drawBelow(4, { kind: 'contract', index, field: `weight ${at}` }),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, at): ContractItem => {
    const price = affordable[drawBelow(affordable.length, { kind: 'contract', index, field: `price ${at}` })];
    if (!price) throw new Error(`Contract number ${index} has a provider without prices.`);
    const quantity = quantityFor({
      price: price.contractPrice,
      wanted: (wantedValue * weight) / total,
      count,
    });
    const { name } = service(price.serviceIndex);
    return {
      id: `${contractRowId('item', key, 0)}-${at + 1}`,
      serviceIndex: price.serviceIndex,
      serviceId: ids.service(price.serviceIndex),
      description: { vi: `${name.vi}, hạng mục ${at + 1}`, en: `${name.en}, item ${at + 1}` },
      quantity,
      unit: price.unit,
      unitPriceIndex: price.index,
      unitPriceId: price.id,
      unitPriceStatus: price.status,
      unitAmount: price.contractPrice,
      amount: quantity * price.contractPrice,
    };
  });
}
