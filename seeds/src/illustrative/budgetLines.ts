import { day, isoDate } from './calendar';
import { cohortOfContract, cohortOfDealt, dealtTo, firstYearOfCohort, programmeOfLine } from './cohorts';
import { allocationDay, commitmentsOfCohort } from './commitments';
import { contract, contractsOfCohort } from './contracts';
import { documentSlots } from './documentSlots';
import { contractRowId, ids, illustrativeText, padded } from './labels';
import { memoized } from './memo';
import type { Allocation, BudgetLine, DecisionCeiling, Settlement, Text } from './model';
import { isSettled } from './paymentPlan';
import { paidOf, paymentsOf, paymentsOfCohort } from './payments';
import { programmeYear } from './programmeYear';
import { draw, drawBelow, drawBetween, drawChance, quantile } from './random';
import { contractValueQuantiles } from './tables';

const scheme = 'VN-MLNSNN';
const functionalClasses: readonly (readonly [string, Text])[] = [
  ['340-341', { vi: 'Quản lý nhà nước', en: 'Public administration' }],
  ['160-171', { vi: 'Thông tin', en: 'Information' }],
  ['280-314', { vi: 'Công nghệ thông tin', en: 'Information technology' }],
];
const economicClasses: readonly (readonly [string, Text])[] = [
  ['6600-6649', { vi: 'Thông tin, tuyên truyền, liên lạc khác', en: 'Communications, other' }],
  ['6750-6799', { vi: 'Chi phí thuê mướn khác', en: 'Hiring costs, other' }],
  ['7000-7049', { vi: 'Chi phí nghiệp vụ chuyên môn khác', en: 'Professional expenses, other' }],
];
const spendingUnits = ['SO-TTTT', 'VP-UBND'] as const;

function tuple(index: number, field: string) {
  return { kind: 'budgetLine', index, field };
}

/** Rounded up to a whole thousand dong. */
function upToThousand(dong: number): number {
  return Math.ceil(dong / 1_000) * 1_000;
}

/** What becomes of one line: sums of the rows that hang on it. */
interface LineSums {
  committed: number;
  paid: number;
  settled: number;
}

const sumsOfCohort = memoized(64, (cohort: number): ReadonlyMap<number, LineSums> => {
  const { from, to } = dealtTo(cohort, 'budgetLines');
  const sums = new Map<number, LineSums>();
  for (let line = from; line < to; line += 1) sums.set(line, { committed: 0, paid: 0, settled: 0 });
  const add = (line: number, part: Partial<LineSums>) => {
    const sum = sums.get(line);
    if (!sum) throw new Error(`Line ${line} is not of cohort ${cohort}.`);
    sum.committed += part.committed ?? 0;
    sum.paid += part.paid ?? 0;
    sum.settled += part.settled ?? 0;
  };
  for (const { budgetLineIndex, amount } of commitmentsOfCohort(cohort))
    add(budgetLineIndex, { committed: amount });
  for (const payment of paymentsOfCohort(cohort)) add(payment.budgetLineIndex, { paid: paidOf([payment]) });
  for (const { byLine } of settlementsOfCohort(cohort)) {
    for (const { budgetLineIndex, amount } of byLine) add(budgetLineIndex, { settled: amount });
  }
  return sums;
});

/**
 * In-force money of a line: what is committed divided by 0.64 to 1.00 (mean 0.82), rounded up. 12 % of the lines got a
 * SUPPLEMENT and 5 % a REDUCTION; the initial amount is what makes the sum come out.
 */
function inForceOf(index: number): { initial: number; supplement: number; reduction: number } {
  const committed = sumsOfCohort(cohortOfDealt('budgetLines', index)).get(index)?.committed ?? 0;
  const share = drawBetween(64, 100, tuple(index, 'share a')) + drawBetween(64, 100, tuple(index, 'share b'));
  const unused = quantile(contractValueQuantiles, draw('budgetLine', index, 'unused')) * 500;
  const total = upToThousand(committed > 0 ? (committed * 200) / share : unused);
  const change = drawBelow(100, { kind: 'budgetLine', index, field: 'change' });
  const percent = drawBetween(5, 20, tuple(index, 'change percent'));
  const changed = upToThousand((total * percent) / 100);
  if (change < 12) return { initial: total - changed, supplement: changed, reduction: 0 };
  if (change < 17) return { initial: total + changed, supplement: 0, reduction: changed };
  return { initial: total, supplement: 0, reduction: 0 };
}

/** Money proposed or agreed but not in force: on 15 % of the lines. */
function pendingOf(index: number): { amount: number; status: 'PROPOSED' | 'AGREED' } | null {
  if (!drawChance(15, tuple(index, 'pending'))) return null;
  const { initial } = inForceOf(index);
  const percent = drawBetween(5, 30, tuple(index, 'pending percent'));
  const status = drawChance(50, tuple(index, 'agreed')) ? 'AGREED' : 'PROPOSED';
  return { amount: upToThousand((initial * percent) / 100), status };
}

function decisionId(index: number, slot: keyof typeof documentSlots): string {
  const { from } = dealtTo(cohortOfDealt('budgetLines', index), 'documents');
  return ids.document(from + documentSlots[slot]);
}

/** The day of a cohort's supplementary decision. */
export function supplementDay(cohort: number): number {
  return day(
    firstYearOfCohort(cohort),
    7,
    5 + drawBelow(20, { kind: 'cohort', index: cohort, field: 'supplement' }),
  );
}

/** The allocations of a line: one INITIAL, perhaps a SUPPLEMENT or a REDUCTION, perhaps one that is not in force. */
export function allocationsOf(lineIndex: number): Allocation[] {
  const { initial, supplement, reduction } = inForceOf(lineIndex);
  const pending = pendingOf(lineIndex);
  const cohort = cohortOfDealt('budgetLines', lineIndex);
  const base = { budgetLineIndex: lineIndex, budgetLineId: ids.budgetLine(lineIndex) };
  const id = (place: number) => `x-alc-${padded(lineIndex + 1)}-${place}`;
  const changedOn = isoDate(supplementDay(cohort));
  const supplementary = {
    decisionId: decisionId(lineIndex, 'supplementDecision'),
    status: 'IN_FORCE' as const,
  };
  const rows: Allocation[] = [
    {
      ...base,
      id: id(1),
      decisionId: decisionId(lineIndex, 'allocationDecision'),
      kind: 'INITIAL',
      status: 'IN_FORCE',
      amount: initial,
      allocatedOn: isoDate(allocationDay(cohort)),
    },
  ];
  if (supplement > 0) {
    rows.push({
      ...base,
      ...supplementary,
      id: id(2),
      kind: 'SUPPLEMENT',
      amount: supplement,
      allocatedOn: changedOn,
    });
  }
  if (reduction > 0) {
    rows.push({
      ...base,
      ...supplementary,
      id: id(2),
      kind: 'REDUCTION',
      amount: reduction,
      allocatedOn: changedOn,
    });
  }
  if (pending) {
    const draft = decisionId(lineIndex, 'draftDecision');
    rows.push({ ...base, ...pending, id: id(9), decisionId: draft, kind: 'SUPPLEMENT', allocatedOn: null });
  }
  return rows;
}

/** One line in two hundred lacks its English name. */
export function lineLacksEnglish(index: number): boolean {
  return index % 200 === 19;
}

/** A budget line with its totals. */
export function budgetLine(index: number): BudgetLine {
  const programmeIndex = programmeOfLine(index);
  const fiscalYear = programmeYear(programmeIndex);
  const { initial, supplement, reduction } = inForceOf(index);
  const sums = sumsOfCohort(cohortOfDealt('budgetLines', index)).get(index);
  const functional =
    functionalClasses[
      drawBelow(functionalClasses.length, { kind: 'budgetLine', index, field: 'functional' })
    ];
  const economic =
    economicClasses[drawBelow(economicClasses.length, { kind: 'budgetLine', index, field: 'economic' })];
  const estimateShare = drawBetween(80, 100, tuple(index, 'estimate'));
  const source = drawBelow(100, { kind: 'budgetLine', index, field: 'source' });
  const number = padded(index + 1);
  return {
    index,
    id: ids.budgetLine(index),
    code: `MAU-${fiscalYear}-${number}`,
    name: illustrativeText(
      `Dòng dự toán thuê dịch vụ CNTT ${number}`,
      lineLacksEnglish(index) ? null : `Budget line for IT leasing ${number}`,
    ),
    fiscalYear,
    programmeIndex,
    programmeId: ids.programme(programmeIndex),
    spendingUnitId:
      spendingUnits[drawBelow(4, { kind: 'budgetLine', index, field: 'unit' }) === 0 ? 1 : 0] ?? 'SO-TTTT',
    functionalClass: {
      scheme,
      id: functional?.[0] ?? '',
      description: functional?.[1] ?? { vi: '', en: null },
    },
    economicClass: { scheme, id: economic?.[0] ?? '', description: economic?.[1] ?? { vi: '', en: null } },
    fundingSource: source < 80 ? 'RECURRENT' : source < 95 ? 'DEVELOPMENT_INVESTMENT' : 'OTHER',
    estimate: upToThousand((initial * 100) / estimateShare),
    estimateDecisionId: decisionId(index, 'estimateDecision'),
    pendingAllocation: pendingOf(index)?.amount ?? 0,
    allocated: initial + supplement - reduction,
    committed: sums?.committed ?? 0,
    paid: sums?.paid ?? 0,
    settled: sums?.settled ?? 0,
  };
}

/** The settlement of a contract; null unless it has ended at an approved price. */
export function settlementOf(contractIndex: number): Settlement | null {
  const row = contract(contractIndex);
  if (!isSettled(row)) return null;
  const payments = paymentsOf(contractIndex);
  const lines = [...new Set(payments.map(({ budgetLineIndex }) => budgetLineIndex))];
  const last = payments.reduce((newest, { paidOn }) => (paidOn && paidOn > newest ? paidOn : newest), '');
  const { from } = dealtTo(cohortOfContract(contractIndex), 'documents');
  return {
    id: contractRowId('stl', row, 0),
    contractIndex,
    contractId: row.id,
    amount: paidOf(payments),
    byLine: lines.map((line) => ({
      budgetLineIndex: line,
      budgetLineId: ids.budgetLine(line),
      amount: paidOf(payments.filter(({ budgetLineIndex }) => budgetLineIndex === line)),
    })),
    settledOn: last,
    decisionId: ids.document(from + documentSlots.settlementDecision),
  };
}

/** The settlements of a cohort. */
export function settlementsOfCohort(cohort: number): Settlement[] {
  return contractsOfCohort(cohort)
    .map(({ index }) => settlementOf(index))
    .filter((found): found is Settlement => found !== null);
}

/** Ceilings of the two allocation decisions of a cohort: 0 to 8 % above what they allot, rounded up to a million. */
export function ceilingsOfCohort(cohort: number): DecisionCeiling[] {
  const { from, to } = dealtTo(cohort, 'budgetLines');
  const allotted = { allocationDecision: 0, supplementDecision: 0 };
  let supplements = 0;
  for (let line = from; line < to; line += 1) {
    const { initial, supplement, reduction } = inForceOf(line);
    allotted.allocationDecision += initial;
    allotted.supplementDecision += supplement - reduction;
    supplements += supplement;
  }
  const percent = 100 + drawBelow(9, { kind: 'cohort', index: cohort, field: 'ceiling' });
  const first = dealtTo(cohort, 'documents').from;
  return (['allocationDecision', 'supplementDecision'] as const).map((slot) => {
    const base = slot === 'supplementDecision' ? supplements : allotted[slot];
    return {
      documentId: ids.document(first + documentSlots[slot]),
      ceiling: Math.ceil((base * percent) / 100 / 1_000_000) * 1_000_000,
      allocated: allotted[slot],
    };
  });
}
