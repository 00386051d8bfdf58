import { addMonths, type Day, dayOf, isoDate } from './calendar';
import { COHORT_SIZE, cohortOfContract, dealtTo } from './cohorts';
import { asOfDay, contract, contractsOfCohort } from './contracts';
import { documentSlots } from './documentSlots';
import { contractRowId, ids, padded } from './labels';
import { memoized } from './memo';
import type { Acceptance, AcceptedItem, Contract, Milestone } from './model';
import { drawBelow, drawBetween, drawChance } from './random';

/** About one acceptance in two hundred is recorded 40 days late: the first of every 67th contract. */
function isRecordedLate(index: number, instalment: number): boolean {
  return instalment === 1 && index % 67 === 7;
}

/** First day of an instalment's period; instalment 1 begins with the contract. */
function instalmentStart({ period, cadenceMonths }: Contract, instalment: number): Day {
  return addMonths(dayOf(period.startDate), (instalment - 1) * cadenceMonths);
}

/** Days between the end of a period and its acceptance: 88 % within a week, the others 3 to 60 days late. */
function acceptanceDelay(contractIndex: number, instalment: number): number {
  if (isRecordedLate(contractIndex, instalment)) return 40;
  const tuple = (field: string) => ({
    kind: 'contract',
    index: contractIndex,
    field: `${field} ${instalment}`,
  });
  if (drawChance(88, tuple('on time'))) return drawBetween(0, 2, tuple('delay'));
  return drawBetween(3, 60, tuple('late'));
}

/** Hundredths of a unit accepted in all after an instalment: 90 to 100 % of the plan, the rest made up in the next. */
function acceptedHundredths(row: Contract, quantity: number, instalment: number): number {
  const { index, instalments } = row;
  if (instalment === 0) return 0;
  const isLast = instalment === instalments;
  const lag = isLast ? 0 : drawBelow(11, { kind: 'contract', index, field: `lag ${instalment}` });
  return Math.floor((quantity * (100 * instalment - lag)) / instalments);
}

function acceptedItems(row: Contract, instalment: number): AcceptedItem[] {
  return row.items.map(({ id, quantity, unitAmount }) => {
    const hundredths =
      acceptedHundredths(row, quantity, instalment) - acceptedHundredths(row, quantity, instalment - 1);
    return {
      itemId: id,
      quantityHundredths: hundredths,
      quantity: `${Math.floor(hundredths / 100)}.${padded(hundredths % 100, 2)}`,
      amount: (hundredths * unitAmount) / 100,
    };
  });
}

/** The acceptances of a contract so far, in the order of its instalments, without gap or overlap. */
function makeAcceptances(contractIndex: number): Acceptance[] {
  const row = contract(contractIndex);
  const documents = dealtTo(cohortOfContract(contractIndex), 'documents');
  const minutes = documents.to - documents.from - documentSlots.acceptanceMinutes;
  const before = acceptancesBefore(contractIndex);
  const made: Acceptance[] = [];
  let cumulativeAmount = 0;
  let lastAccepted = 0;
  for (let instalment = 1; instalment <= row.acceptedInstalments; instalment += 1) {
    const startsOn = instalmentStart(row, instalment);
    const endsOn = instalmentStart(row, instalment + 1) - 1;
    const items = acceptedItems(row, instalment);
    const amount = items.reduce((sum, item) => sum + item.amount, 0);
    cumulativeAmount += amount;
    lastAccepted = Math.max(lastAccepted, endsOn + acceptanceDelay(contractIndex, instalment));
    lastAccepted = Math.min(lastAccepted, asOfDay);
    const place = before + instalment - 1;
    made.push({
      id: contractRowId('acc', row, instalment - 1),
      number: `MẪU-BBNT-${padded(contractIndex + 1)}-${padded(instalment, 2)}`,
      contractIndex,
      contractId: row.id,
      instalment,
      period: { startDate: isoDate(startsOn), endDate: isoDate(endsOn) },
      acceptedOn: isoDate(lastAccepted),
      items,
      amount,
      cumulativeAmount,
      documentId:
        place < minutes ? ids.document(documents.from + documentSlots.acceptanceMinutes + place) : null,
    });
  }
  return made;
}

/** How many acceptances the earlier contracts of the same cohort have. */
function acceptancesBefore(contractIndex: number): number {
  let count = 0;
  const first = cohortOfContract(contractIndex) * COHORT_SIZE;
  for (let index = first; index < contractIndex; index += 1) count += contract(index).acceptedInstalments;
  return count;
}

/** The acceptances of a contract. */
export const acceptancesOf = memoized(2_000, makeAcceptances);

/** The acceptances of a cohort, in the order of its contracts: exactly sixty. */
export function acceptancesOfCohort(cohort: number): Acceptance[] {
  return contractsOfCohort(cohort).flatMap(({ index }) => acceptancesOf(index));
}

/** Dong accepted so far. */
export function acceptedValueOf(contractIndex: number): number {
  return acceptancesOf(contractIndex).at(-1)?.cumulativeAmount ?? 0;
}

/** The contract's milestones: one for each planned instalment, with what has become of it. */
export function milestonesOf(contractIndex: number): Milestone[] {
  const row = contract(contractIndex);
  const accepted = acceptancesOf(contractIndex);
  return Array.from({ length: row.instalments }, (_, at): Milestone => {
    const dueOn = instalmentStart(row, at + 2) - 1;
    const metOn = accepted[at]?.acceptedOn ?? null;
    return {
      id: `${contractRowId('mst', row, 0)}-${at + 1}`,
      title: { vi: `Nghiệm thu đợt ${at + 1}`, en: `Acceptance ${at + 1}` },
      type: 'DELIVERY',
      dueOn: isoDate(dueOn),
      metOn,
      status: metOn ? 'MET' : dueOn < asOfDay ? 'NOT_MET' : 'SCHEDULED',
    };
  });
}

/** Acceptances of a cohort that were recorded 40 days late on purpose. */
export function lateAcceptancesOf(cohort: number): Acceptance[] {
  return acceptancesOfCohort(cohort).filter(({ contractIndex, instalment }) =>
    isRecordedLate(contractIndex, instalment),
  );
}
