import { type FactPart, type MoneyRecord, sumMoney } from '@lien-thong/subgraph-kit';
import { settledness } from '../unitPrice/status';
import type { ContractSummaryRow } from './repository';
import { breakdownOf } from './totals';

/** `ContractSummary` of the schema. */
export interface ContractSummary {
  readonly fiscalYear: number | null;
  readonly count: number;
  readonly signedValue: MoneyRecord;
  readonly acceptedValue: MoneyRecord;
  readonly withoutApprovedUnitPrice: number;
  readonly factBreakdown: readonly FactPart[];
}

/** What the signed contracts of a programme come to; null for all years. */
export function contractSummary(
  signed: readonly ContractSummaryRow[],
  fiscalYear: number | null,
): ContractSummary {
  const rows = fiscalYear === null ? signed : signed.filter((row) => row.fiscalYear === fiscalYear);
  const approved = settledness('APPROVED');
  return {
    fiscalYear,
    count: rows.length,
    signedValue: sumMoney(rows.map(({ value }) => value)),
    acceptedValue: sumMoney(rows.map(({ acceptedValue }) => acceptedValue)),
    withoutApprovedUnitPrice: rows.filter((row) => settledness(row.unitPriceStatus) < approved).length,
    factBreakdown: breakdownOf(rows),
  };
}
