import type { LocalizedTextRecord, MoneyRecord, PublicBodies } from '@lien-thong/subgraph-kit';
import { type PhaseTotals, phaseTotals } from './phaseTotals';
import type { BudgetLineFigures } from './repository';

/** `BudgetGroupBy` of the graph. */
export type BudgetGroupBy = 'PROGRAMME' | 'SPENDING_UNIT' | 'FUNDING_SOURCE' | 'ECONOMIC_CLASS';

/** One row of `budgetSummary`. */
export interface BudgetSummaryRow extends PhaseTotals {
  readonly key: string;
  readonly label: LocalizedTextRecord;
  readonly programmeId: string | null;
  readonly executionRate: string | null;
}

/** The group of the lines that say nothing on what they are grouped by. */
const unstated = { key: 'NONE', label: { vi: 'Không nêu', en: 'Not stated' } };

const fundingSourceLabels: Readonly<Record<string, LocalizedTextRecord>> = {
  RECURRENT: { vi: 'Chi thường xuyên', en: 'Recurrent expenditure' },
  DEVELOPMENT_INVESTMENT: { vi: 'Chi đầu tư phát triển', en: 'Development investment' },
  OTHER: { vi: 'Chi khác', en: 'Other expenditure' },
};

function keyOf(line: BudgetLineFigures, groupBy: BudgetGroupBy): string {
  const keys: Record<BudgetGroupBy, string | null | undefined> = {
    PROGRAMME: line.programme?.id,
    SPENDING_UNIT: line.spendingUnitId,
    FUNDING_SOURCE: line.fundingSource,
    ECONOMIC_CLASS: line.economicClass?.id,
  };
  return keys[groupBy] ?? unstated.key;
}

async function labelOf(
  line: BudgetLineFigures,
  groupBy: BudgetGroupBy,
  publicBodies: PublicBodies,
): Promise<LocalizedTextRecord> {
  const key = keyOf(line, groupBy);
  if (key === unstated.key) return unstated.label;
  if (groupBy === 'PROGRAMME') return line.programme?.name ?? { vi: key };
  if (groupBy === 'FUNDING_SOURCE') return fundingSourceLabels[key] ?? { vi: key };
  if (groupBy === 'ECONOMIC_CLASS') return line.economicClass?.description ?? { vi: key };
  return (await publicBodies.byId(key))?.name ?? { vi: key };
}

/** paid ÷ allocated with four decimals, rounded half up; null when nothing is allocated. */
export function executionRate(paid: MoneyRecord, allocated: MoneyRecord): string | null {
  if (allocated.amount === 0) return null;
  const whole = BigInt(allocated.amount);
  const scaled = (BigInt(paid.amount) * 20_000n + whole) / (2n * whole);
  return `${scaled / 10_000n}.${String(scaled % 10_000n).padStart(4, '0')}`;
}

/** The lines of a year summed by phase, one row for each group, in the order of their keys. */
export async function budgetSummary(
  lines: readonly BudgetLineFigures[],
  groupBy: BudgetGroupBy,
  publicBodies: PublicBodies,
): Promise<BudgetSummaryRow[]> {
  const groups = new Map<string, BudgetLineFigures[]>();
  for (const line of lines) {
    const key = keyOf(line, groupBy);
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  const keys = [...groups.keys()].sort();
  return Promise.all(
    keys.map(async (key) => {
      const ofGroup = groups.get(key) ?? [];
      const [first] = ofGroup;
      const totals = phaseTotals(ofGroup);
      return {
        key,
        label: first ? await labelOf(first, groupBy, publicBodies) : unstated.label,
        programmeId: groupBy === 'PROGRAMME' ? (first?.programme?.id ?? null) : null,
        ...totals,
        executionRate: executionRate(totals.paid, totals.allocated),
      };
    }),
  );
}
