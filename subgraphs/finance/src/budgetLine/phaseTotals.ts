import {
  combinedQualifier,
  type FactPart,
  factBreakdown,
  type MoneyRecord,
  sumMoney,
} from '@lien-thong/subgraph-kit';
import type { BudgetLineFigures } from './repository';

/** The phases of some lines' money, each summed by itself: phases are stages of the same money and never added. */
export interface PhaseTotals {
  readonly estimate: MoneyRecord | null;
  readonly pendingAllocation: MoneyRecord;
  readonly allocated: MoneyRecord;
  readonly committed: MoneyRecord;
  readonly advanced: MoneyRecord;
  readonly paid: MoneyRecord;
  readonly settled: MoneyRecord;
  readonly available: MoneyRecord;
  readonly factBreakdown: readonly FactPart[];
}

/** Null when no line tells its estimate; AT_LEAST when only some do. */
function estimateOf(lines: readonly BudgetLineFigures[]): MoneyRecord | null {
  const known = lines.map(({ estimate }) => estimate).filter((estimate) => estimate != null);
  if (known.length === 0) return null;
  const sum = sumMoney(known);
  if (known.length === lines.length) return sum;
  return { ...sum, qualifier: combinedQualifier([sum.qualifier, 'AT_LEAST']) };
}

/** Every phase of the lines, in whole đồng, with what kinds of truth they are made of (amount: what is allocated). */
export function phaseTotals(lines: readonly BudgetLineFigures[]): PhaseTotals {
  return {
    estimate: estimateOf(lines),
    pendingAllocation: sumMoney(lines.map(({ pendingAllocation }) => pendingAllocation)),
    allocated: sumMoney(lines.map(({ allocated }) => allocated)),
    committed: sumMoney(lines.map(({ committed }) => committed)),
    advanced: sumMoney(lines.map(({ advanced }) => advanced)),
    paid: sumMoney(lines.map(({ paid }) => paid)),
    settled: sumMoney(lines.map(({ settled }) => settled)),
    available: sumMoney(lines.map(({ available }) => available)),
    factBreakdown: factBreakdown(
      lines.map(({ provenance, allocated }) => ({ status: provenance.status, amount: allocated })),
    ),
  };
}
