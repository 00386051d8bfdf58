import type { Era, UnitPriceStatus } from './model';
import { draw, drawBelow, placeIn, spread } from './random';
import { zipfWeights } from './tables';
import { type Block, countOf, rangeOf, tiers } from './tiers';

/** Which service, provider and era a unit price is for, and how far it has got. */
export interface PriceEntry {
  readonly index: number;
  readonly serviceIndex: number;
  readonly providerIndex: number;
  readonly era: Era;
  readonly status: UnitPriceStatus;
  readonly isTender: boolean;
}

/** The prices of one block, and how to find them. */
export interface PriceBook {
  readonly entries: readonly PriceEntry[];
  /** Providers 0 to this number minus one have at least one price of the era. */
  readonly eligible: Readonly<Record<Era, number>>;
  /** Prices of a provider in an era; never empty for an eligible one. */
  of(era: Era, providerIndex: number): readonly PriceEntry[];
  /** Prices of the era TENDER_2019 that came out of a tender, for a service. */
  tendersFor(serviceIndex: number): readonly PriceEntry[];
}

type States = readonly (readonly [UnitPriceStatus, number])[];
const states: Readonly<Record<Era, States>> = {
  LEASE_2017: [
    ['NONE', 6],
    ['NEGOTIATED', 6],
    ['SUBMITTED', 12],
    ['PROVISIONAL', 58],
    ['LOWEST_DETERMINED', 8],
    ['APPRAISED', 4],
    ['APPROVED', 6],
  ],
  TENDER_2019: [
    ['NONE', 8],
    ['NEGOTIATED', 7],
    ['SUBMITTED', 10],
    ['PROVISIONAL', 15],
    ['APPROVED', 60],
  ],
};

/** States of a lease price that only a comparison with tendered prices of 2019 on can give. */
export function isCompared(status: UnitPriceStatus): boolean {
  return status === 'LOWEST_DETERMINED' || status === 'APPRAISED' || status === 'APPROVED';
}

function statusAt(era: Era, index: number): UnitPriceStatus {
  const weights = states[era].map(([, weight]) => weight * 10_000);
  return states[era][placeIn(weights, spread(index, 577_216))]?.[0] ?? 'PROVISIONAL';
}

/** In tier S only nine providers hold leases of 2017-2018, so that a few hold several prices. */
function eligibleProviders(block: Block): Record<Era, number> {
  const all = countOf('providers', tiers[block] ?? 'XL');
  return { LEASE_2017: block === 0 ? 9 : all, TENDER_2019: all };
}

/** The providers' rank by weight: a few have most of the prices, and most of the contracts. */
export function zipfRank(count: number, draw32: number): number {
  const total = zipfTotals[count - 1] ?? 1;
  const wanted = Math.floor((draw32 * total) / 0x1_0000_0000);
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((zipfTotals[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

const zipfTotals: readonly number[] = zipfWeights.reduce<number[]>((totals, weight) => {
  totals.push((totals[totals.length - 1] ?? 0) + weight);
  return totals;
}, []);

/** Provider and era of each row: first one for every eligible provider in each era, then more for the large ones. */
function* holders(block: Block): Generator<{ index: number; era: Era; providerIndex: number }> {
  const { from, to } = rangeOf('unitPrices', block);
  const eligible = eligibleProviders(block);
  let index = from;
  for (const era of ['LEASE_2017', 'TENDER_2019'] as const) {
    for (let providerIndex = 0; providerIndex < eligible[era]; providerIndex += 1) {
      yield { index: index++, era, providerIndex };
    }
  }
  while (index < to) {
    const era =
      drawBelow(100, { kind: 'unitPrice', index, field: 'era' }) < 50 ? 'LEASE_2017' : 'TENDER_2019';
    yield { index, era, providerIndex: zipfRank(eligible[era], draw('unitPrice', index, 'provider')) };
    index += 1;
  }
}

/** Builds the price book of a block. It holds at most 12,000 small entries, and is built once. */
function buildPriceBook(block: Block): PriceBook {
  const services = rangeOf('services', block);
  const serviceCount = services.to - services.from;
  const eligible = eligibleProviders(block);
  const byHolder = new Map<string, PriceEntry[]>();
  const taken = new Set<string>();
  const entries: PriceEntry[] = [];
  for (const { index, era, providerIndex } of holders(block)) {
    // One price for a service, provider and era; a provider that has them all leaves the row to the next one.
    let holder = providerIndex;
    let service = drawBelow(serviceCount, { kind: 'unitPrice', index, field: 'service' });
    for (let tries = 0; taken.has(`${era} ${holder} ${service}`); tries += 1) {
      service = (service + 1) % serviceCount;
      if (tries % serviceCount === serviceCount - 1) holder = (holder + 1) % eligible[era];
    }
    taken.add(`${era} ${holder} ${service}`);
    const status = statusAt(era, index);
    // A tendered price enters as SUBMITTED, so none is in an earlier state.
    const isTender =
      era === 'TENDER_2019' &&
      status !== 'NONE' &&
      status !== 'NEGOTIATED' &&
      drawBelow(100, { kind: 'unitPrice', index, field: 'basis' }) < 80;
    entries.push({
      index,
      era,
      providerIndex: holder,
      serviceIndex: services.from + service,
      status,
      isTender,
    });
  }
  const tendered = new Map<number, PriceEntry[]>();
  for (const entry of entries) if (entry.isTender) append(tendered, entry.serviceIndex, entry);
  const settled = entries.map((entry) => {
    const lacksComparison =
      entry.era === 'LEASE_2017' && isCompared(entry.status) && !tendered.has(entry.serviceIndex);
    return lacksComparison ? { ...entry, status: 'PROVISIONAL' as const } : entry;
  });
  for (const entry of settled) append(byHolder, `${entry.era} ${entry.providerIndex}`, entry);
  return {
    entries: settled,
    eligible,
    of: (era, providerIndex) => byHolder.get(`${era} ${providerIndex}`) ?? [],
    tendersFor: (serviceIndex) => tendered.get(serviceIndex) ?? [],
  };
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

const books = new Map<Block, PriceBook>();

/** The price book of a block. */
export function priceBook(block: Block): PriceBook {
  const book = books.get(block) ?? buildPriceBook(block);
  books.set(block, book);
  return book;
}
