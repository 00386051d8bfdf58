import { addMonths, type Day, day, dayOf, isoDate } from './calendar';
import { provider, service } from './catalogue';
import {
  ACCEPTANCES_PER_COHORT,
  blockOfCohort,
  COHORT_SIZE,
  cohortOfContract,
  dealtTo,
  lineOfContract,
  programmeOfLine,
} from './cohorts';
import { contractItems } from './contractItems';
import { type Delivery, type DeliveryWish, deliver } from './deliveries';
import { documentSlots } from './documentSlots';
import { AS_OF, contractRowId, ids, illustrativeText, padded } from './labels';
import { memoized } from './memo';
import type { Amendment, Contract, ContractItem, ContractStatus, Era, ProcurementMethod } from './model';
import { priceBook, zipfRank } from './priceBook';
import { programmeYear } from './programmeYear';
import { draw, drawBelow, drawBetween, drawChance, placeIn, spread } from './random';
import { priceRank } from './unitPrices';

/** Signing months are back-loaded: weights of January to December. */
const monthWeights = [2, 2, 6, 7, 7, 8, 8, 8, 9, 11, 14, 18];
const statusShares = [90_000, 610_000, 270_000, 30_000];
const statusNames: readonly ContractStatus[] = ['PENDING', 'ACTIVE', 'TERMINATED', 'CANCELLED'];
const methodShares = [46, 21, 25, 8];
const methodNames: readonly ProcurementMethod[] = ['OPEN', 'LIMITED', 'DIRECT', 'SELECTIVE'];

/** The newest day of the pack. */
export const asOfDay: Day = dayOf(AS_OF);

/** True when there is money on the contract: it has been signed and not cancelled. */
export function isLive(status: ContractStatus): boolean {
  return status === 'ACTIVE' || status === 'TERMINATED';
}

/** The state of a contract, spread evenly over every run of contracts. */
function contractStatus(index: number): ContractStatus {
  return statusNames[placeIn(statusShares, spread(index, 314_159))] ?? 'ACTIVE';
}

/** When a contract is (to be) signed, and with that under which prices. */
interface Signing {
  readonly day: Day;
  readonly era: Era;
  readonly fiscalYear: number;
}

/**
 * A quarter of the contracts of 2018 and 2019 were signed in the year before: the lease of one year that the money of the
 * next one pays, as the source document describes.
 */
function signingOf(index: number, fiscalYear: number): Signing {
  const isCarriedOver =
    fiscalYear > 2017 && drawChance(25, { kind: 'contract', index, field: 'carried over' });
  const year = isCarriedOver ? fiscalYear - 1 : fiscalYear;
  const total = monthWeights.reduce((sum, weight) => sum + weight, 0);
  const month = placeIn(monthWeights, drawBelow(total, { kind: 'contract', index, field: 'signing month' }));
  const signed = day(year, month + 1, drawBetween(1, 28, { kind: 'contract', index, field: 'signing day' }));
  return { day: signed, era: year <= 2018 ? 'LEASE_2017' : 'TENDER_2019', fiscalYear };
}

/** First day of the lease: some days after signing. */
function startOf(index: number, signing: Signing): Day {
  return signing.day + drawBetween(1, 10, { kind: 'contract', index, field: 'start' });
}

function deliveryWish(index: number): DeliveryWish {
  const fiscalYear = programmeYear(programmeOfLine(lineOfContract(index)));
  return { index, status: contractStatus(index), startsOn: startOf(index, signingOf(index, fiscalYear)) };
}

/** Deliveries of the twenty contracts of a cohort; acceptances add up to exactly sixty. */
const deliveriesOfCohort = memoized(64, (cohort: number): readonly Delivery[] => {
  const wishes = Array.from({ length: COHORT_SIZE }, (_, place) =>
    deliveryWish(cohort * COHORT_SIZE + place),
  );
  return deliver(wishes, { accepted: ACCEPTANCES_PER_COHORT, asOf: asOfDay });
});

/** One contract in ten that is live was amended once, up or down. */
function amendmentsOf(
  contract: Pick<Contract, 'index' | 'fiscalYear' | 'status' | 'value'>,
  item: ContractItem,
  signedOn: Day,
): Amendment[] {
  const { index, status, value } = contract;
  if (!isLive(status) || !drawChance(10, { kind: 'contract', index, field: 'amended' })) return [];
  const change =
    item.unitAmount *
    (1 + drawBelow(Math.max(1, Math.floor(item.quantity / 5)), { kind: 'contract', index, field: 'change' }));
  const isRise = drawChance(70, { kind: 'contract', index, field: 'rise' }) && change < value;
  return [
    {
      id: contractRowId('amd', contract, 0),
      date: isoDate(
        Math.min(asOfDay, signedOn + drawBetween(40, 150, { kind: 'contract', index, field: 'amended on' })),
      ),
      rationale: illustrativeText(
        isRise ? 'Bổ sung khối lượng' : 'Giảm khối lượng',
        isRise ? 'More quantity' : 'Less quantity',
      ),
      valueBefore: isRise ? value - change : value + change,
      valueAfter: value,
      documentId: null,
    },
  ];
}

/** The first active contract of every tenth cohort lacks its signing date: one row in two hundred. */
function lacksSigningDate(index: number): boolean {
  const cohort = cohortOfContract(index);
  if (cohort % 10 !== 2) return false;
  for (let before = cohort * COHORT_SIZE; before < index; before += 1) {
    if (contractStatus(before) === 'ACTIVE') return false;
  }
  return contractStatus(index) === 'ACTIVE';
}

function makeContract(index: number): Contract {
  const cohort = cohortOfContract(index);
  const line = lineOfContract(index);
  const programmeIndex = programmeOfLine(line);
  const fiscalYear = programmeYear(programmeIndex);
  const status = contractStatus(index);
  const signing = signingOf(index, fiscalYear);
  const book = priceBook(blockOfCohort(cohort));
  const providerIndex = zipfRank(book.eligible[signing.era], draw('contract', index, 'provider'));
  const items = contractItems({ index, fiscalYear }, book.of(signing.era, providerIndex));
  const value = items.reduce((sum, item) => sum + item.amount, 0);
  const first = items[0];
  const delivery = deliveriesOfCohort(cohort)[index % COHORT_SIZE];
  if (!first || !delivery) throw new Error(`Contract number ${index} came out without items.`);
  const startsOn = startOf(index, signing);
  const { legalName, taxCode, id: providerId } = provider(providerIndex);
  const key = { index, fiscalYear };
  const number = padded(index + 1);
  const office = signing.era === 'TENDER_2019' ? 'VP-UBND' : 'SO-TTTT';
  return {
    index,
    id: contractRowId('ctr', key, 0),
    number: `MẪU-${number}/${fiscalYear}/HĐ-MH`,
    ocid: `ocds-213czf-x-${number}`,
    awardId: contractRowId('awd', key, 0),
    title: illustrativeText(
      `Hợp đồng ${number}: ${plainName(first.serviceIndex).vi}`,
      `Contract ${number}: ${plainName(first.serviceIndex).en}`,
    ),
    status,
    procurementMethod:
      methodNames[placeIn(methodShares, drawBelow(100, { kind: 'contract', index, field: 'method' }))] ??
      'OPEN',
    procuringEntityId: office,
    buyerId: 'SO-TTTT',
    providerIndex,
    providerId,
    providerName: legalName,
    providerTaxCode: taxCode,
    programmeIndex,
    programmeId: ids.programme(programmeIndex),
    budgetLineIndex: line,
    fiscalYear,
    period: {
      startDate: isoDate(startsOn),
      endDate: isoDate(addMonths(startsOn, delivery.instalments * delivery.cadenceMonths) - 1),
    },
    signedOn: isLive(status) && !lacksSigningDate(index) ? isoDate(signing.day) : null,
    value,
    items,
    amendments: amendmentsOf({ index, fiscalYear, status, value }, first, signing.day),
    era: signing.era,
    unitPriceStatus: items.reduce(
      (least, item) => (priceRank(item.unitPriceStatus) < priceRank(least) ? item.unitPriceStatus : least),
      first.unitPriceStatus,
    ),
    documentIds:
      status === 'CANCELLED'
        ? []
        : [
            ids.document(
              dealtTo(cohort, 'documents').from + documentSlots.contractFiles + (index % COHORT_SIZE),
            ),
          ],
    instalments: delivery.instalments,
    acceptedInstalments: delivery.accepted,
    cadenceMonths: delivery.cadenceMonths,
  };
}

/** A service's name without the mark of made-up rows, to be put into a longer title. */
function plainName(serviceIndex: number): { vi: string; en: string } {
  const { name } = service(serviceIndex);
  return { vi: name.vi.replace('[MINH HOẠ] ', ''), en: (name.en ?? '').replace('[ILLUSTRATIVE] ', '') };
}

/** A contract, with its items. */
export const contract = memoized(2_000, makeContract);

/** The day a contract was (or is to be) signed, also where the record lacks it. */
export function signingDay(index: number): Day {
  return signingOf(index, contract(index).fiscalYear).day;
}

/** The twenty contracts of a cohort. */
export function contractsOfCohort(cohort: number): Contract[] {
  return Array.from({ length: COHORT_SIZE }, (_, place) => contract(cohort * COHORT_SIZE + place));
}

/** Blemishes among the contracts of a cohort. */
export function contractsWithoutSigningDate(cohort: number): Contract[] {
  return contractsOfCohort(cohort).filter(({ index }) => lacksSigningDate(index));
}
