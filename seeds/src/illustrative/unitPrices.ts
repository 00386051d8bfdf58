import { day, isoDate } from './calendar';
import { service } from './catalogue';
import { cohortOfDealt, dealtTo } from './cohorts';
import { documentSlots } from './documentSlots';
import { ids, padded } from './labels';
import { memoized } from './memo';
import type { NegotiationRound, UnitPrice, UnitPriceStatus } from './model';
import { isCompared, type PriceBook, type PriceEntry, priceBook } from './priceBook';
import { drawBelow, drawBetween } from './random';
import { blockOf, rangeOf } from './tiers';

/** The three departments that negotiate and compare prices. */
export const threeDepartments = ['SO-TTTT', 'SO-TC', 'SO-KHDT'] as const;

const order: readonly UnitPriceStatus[] = [
  'NONE',
  'NEGOTIATED',
  'SUBMITTED',
  'PROVISIONAL',
  'LOWEST_DETERMINED',
  'APPRAISED',
  'APPROVED',
];

/** How far a state is from NONE; APPROVED is 6. */
export function priceRank(status: UnitPriceStatus): number {
  return order.indexOf(status);
}

/** Rounded to 100,000 dong, so that a hundredth of a unit is a whole thousand. */
function roundedPrice(dong: number): number {
  return Math.round(dong / 100_000) * 100_000;
}

/** What the provider asks: the service's base price times 0.85 to 1.20. */
function askedPrice(entry: PriceEntry): number {
  const percent = drawBetween(85, 120, { kind: 'unitPrice', index: entry.index, field: 'percent' });
  return roundedPrice((service(entry.serviceIndex).basePrice * percent) / 100);
}

/** Tendered prices that a lease price was compared with: up to three of the same service. */
function comparison(book: PriceBook, entry: PriceEntry): readonly PriceEntry[] {
  if (entry.era !== 'LEASE_2017' || !isCompared(entry.status)) return [];
  const tenders = book.tendersFor(entry.serviceIndex);
  const start = drawBelow(tenders.length, { kind: 'unitPrice', index: entry.index, field: 'compared' });
  return [0, 1, 2]
    .slice(0, Math.min(3, tenders.length))
    .map((step) => tenders[(start + step) % tenders.length])
    .filter((found): found is PriceEntry => found !== undefined);
}

/** A price that is still provisional lies 3 to 12 % above what the comparison will keep. */
function priceOf(entry: PriceEntry, compared: readonly PriceEntry[]): number {
  const asked = askedPrice(entry);
  if (compared.length > 0) return Math.min(asked, ...compared.map(askedPrice));
  if (entry.era === 'TENDER_2019') return asked;
  const surcharge = drawBetween(103, 112, { kind: 'unitPrice', index: entry.index, field: 'surcharge' });
  return roundedPrice((asked * surcharge) / 100);
}

function makeUnitPrice(index: number): UnitPrice {
  const book = priceBook(blockOf('unitPrices', index));
  const entry = book.entries[index - rangeOf('unitPrices', blockOf('unitPrices', index)).from];
  if (!entry) throw new RangeError(`There is no unit price number ${index}.`);
  const { era, status } = entry;
  const compared = comparison(book, entry);
  const contractPrice = priceOf(entry, compared);
  const isLease = era === 'LEASE_2017';
  return {
    index,
    id: ids.unitPrice(index),
    serviceIndex: entry.serviceIndex,
    serviceId: ids.service(entry.serviceIndex),
    providerIndex: entry.providerIndex,
    providerId: ids.provider(entry.providerIndex),
    era,
    status,
    price: status === 'NONE' ? null : contractPrice,
    qualifier: priceRank(status) <= priceRank('PROVISIONAL') ? 'PROVISIONAL' : 'EXACT',
    contractPrice,
    unit: service(entry.serviceIndex).unit,
    validity: isLease
      ? { startDate: '2017-01-01', endDate: '2018-12-31' }
      : { startDate: '2019-01-01', endDate: '2020-12-31' },
    basis: compared.length > 0 ? 'LOWEST_OF_COMPARISON' : entry.isTender ? 'TENDER' : 'NEGOTIATION',
    ...priceDocuments(entry),
    comparedWithIds: compared.map((tender) => ids.unitPrice(tender.index)),
    comparedByIds: compared.length > 0 ? [...threeDepartments] : [],
  };
}

/** The documents of each step that a price has taken: those of the cohort that the price is dealt to. */
function priceDocuments(
  entry: PriceEntry,
): Pick<UnitPrice, 'submittedInId' | 'approvedById' | 'minutesId' | 'appraisalReportId'> {
  const first = dealtTo(cohortOfDealt('unitPrices', entry.index), 'documents').from;
  const doc = (slot: keyof typeof documentSlots) => ids.document(first + documentSlots[slot]);
  const rank = priceRank(entry.status);
  const isLease = entry.era === 'LEASE_2017';
  const isApproved = rank >= priceRank('PROVISIONAL');
  const leaseDecision = entry.status === 'APPROVED' ? 'finalPriceDecision' : 'provisionalPriceDecision';
  return {
    submittedInId:
      rank >= priceRank('SUBMITTED') ? doc(isLease ? 'priceSubmission' : 'tenderSubmission') : null,
    approvedById: isApproved ? doc(isLease ? leaseDecision : 'tenderDecision') : null,
    minutesId: isLease && rank >= priceRank('LOWEST_DETERMINED') ? doc('comparisonMinutes') : null,
    appraisalReportId: isLease && rank >= priceRank('APPRAISED') ? doc('appraisalReport') : null,
  };
}

/** A unit price. */
export const unitPrice = memoized(20_000, makeUnitPrice);

/** The unit prices of a service. They are all of the service's own tier, so a larger tier adds none. */
export function pricesOfService(serviceIndex: number): UnitPrice[] {
  const block = blockOf('services', serviceIndex);
  return priceBook(block)
    .entries.filter((entry) => entry.serviceIndex === serviceIndex)
    .map((entry) => unitPrice(entry.index));
}

/** The one to three rounds of negotiation behind a price; none while its status is NONE or when it was tendered. */
export function negotiationsOf(unitPriceIndex: number): NegotiationRound[] {
  const price = unitPrice(unitPriceIndex);
  if (price.status === 'NONE' || price.basis === 'TENDER') return [];
  const rounds = 1 + drawBelow(3, { kind: 'unitPrice', index: unitPriceIndex, field: 'rounds' });
  const year = price.era === 'LEASE_2017' ? 2017 : 2019;
  const minutes =
    dealtTo(cohortOfDealt('unitPrices', unitPriceIndex), 'documents').from + documentSlots.negotiationMinutes;
  return Array.from({ length: rounds }, (_, place) => {
    const left = rounds - 1 - place;
    const offered = price.contractPrice + (left + 1) * 100_000 * (1 + (unitPriceIndex % 3));
    return {
      id: `x-neg-${padded(unitPriceIndex + 1)}-${place + 1}`,
      unitPriceId: price.id,
      serviceId: price.serviceId,
      providerId: price.providerId,
      round: place + 1,
      heldOn: isoDate(day(year, 2 + place * 3, 3 + (unitPriceIndex % 20))),
      offered,
      agreed: left === 0 ? price.contractPrice : null,
      participantIds: [...threeDepartments],
      minutesId: left === 0 ? ids.document(minutes) : null,
    };
  });
}
