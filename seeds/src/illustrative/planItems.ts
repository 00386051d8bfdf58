import { monthOf, yearOf } from './calendar';
import { blockOfCohort, dealtTo, programmeOfLine } from './cohorts';
import { contract, contractsOfCohort, signingDay } from './contracts';
import { ids, illustrativeText, padded } from './labels';
import type { Contract, ContractStatus, PlanItem } from './model';
import { priceBook } from './priceBook';
import { programmeYear } from './programmeYear';
import { draw, drawBelow, drawBetween, quantile } from './random';
import { contractValueQuantiles } from './tables';

/** Packages of a cohort that have no contract yet. */
const WAITING_PER_COHORT = 3;

const stateByContract: Readonly<Record<ContractStatus, PlanItem['status']>> = {
  PENDING: 'ACTIVE',
  ACTIVE: 'COMPLETE',
  TERMINATED: 'COMPLETE',
  CANCELLED: 'CANCELLED',
};

function hasPlanItem(contractIndex: number): boolean {
  return contractIndex % 2 === 0;
}

/** The package that led to a contract; every second contract has one. Planned at 100 to 115 % of what it came to. */
export function planItemOfContract(contractIndex: number): PlanItem | null {
  if (!hasPlanItem(contractIndex)) return null;
  const row: Contract = contract(contractIndex);
  const percent = drawBetween(100, 115, { kind: 'contract', index: contractIndex, field: 'planned' });
  const signed = signingDay(contractIndex);
  const number = `${padded(contractIndex + 1)}`;
  return {
    id: `x-ppi-${row.fiscalYear}-${number}`,
    packageNo: `MAU-G-${number}`,
    name: illustrativeText(`Gói thầu thuê dịch vụ CNTT ${number}`, `IT leasing package ${number}`),
    programmeId: row.programmeId,
    serviceId: row.items[0]?.serviceId ?? '',
    organiserId: row.procuringEntityId,
    fiscalYear: row.fiscalYear,
    plannedStart: `${yearOf(signed)}-Q${Math.ceil(monthOf(signed) / 3)}`,
    plannedValue: Math.ceil((row.value * percent) / 100_000_000) * 1_000_000,
    contractIndex,
    contractId: row.id,
    status: stateByContract[row.status],
  };
}

/** A package that waits for its contract. */
function waitingItem(cohort: number, place: number): PlanItem {
  const { from, to } = dealtTo(cohort, 'budgetLines');
  const seed = cohort * WAITING_PER_COHORT + place;
  const programmeIndex = programmeOfLine(
    from + drawBelow(to - from, { kind: 'planItem', index: seed, field: 'line' }),
  );
  const { entries } = priceBook(blockOfCohort(cohort));
  const entry = entries[drawBelow(entries.length, { kind: 'planItem', index: seed, field: 'service' })];
  const fiscalYear = programmeYear(programmeIndex);
  const number = `W${padded(seed + 1)}`;
  return {
    id: `x-ppi-${fiscalYear}-${number}`,
    packageNo: `MAU-G-${number}`,
    name: illustrativeText(`Gói thầu chưa ký hợp đồng ${number}`, `Package without a contract ${number}`),
    programmeId: ids.programme(programmeIndex),
    serviceId: ids.service(entry?.serviceIndex ?? 0),
    organiserId: fiscalYear >= 2019 ? 'VP-UBND' : 'SO-TTTT',
    fiscalYear,
    plannedStart: `${fiscalYear}-Q${1 + drawBelow(4, { kind: 'planItem', index: seed, field: 'quarter' })}`,
    plannedValue:
      Math.ceil(quantile(contractValueQuantiles, draw('planItem', seed, 'value')) / 1_000) * 1_000_000,
    contractIndex: null,
    contractId: null,
    status: drawBelow(3, { kind: 'planItem', index: seed, field: 'status' }) === 0 ? 'PLANNING' : 'PLANNED',
  };
}

/** The packages of a cohort: ten with a contract, three without. */
export function planItemsOfCohort(cohort: number): PlanItem[] {
  const contracted = contractsOfCohort(cohort)
    .map(({ index }) => planItemOfContract(index))
    .filter((item): item is PlanItem => item !== null);
  const waiting = Array.from({ length: WAITING_PER_COHORT }, (_, place) => waitingItem(cohort, place));
  return [...contracted, ...waiting];
}
