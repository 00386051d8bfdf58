import {
  type ChildPage,
  type CollectionPage,
  type Condition,
  type FactPart,
  factBreakdown,
  type MoneyRecord,
  sumMoney,
} from '@lien-thong/subgraph-kit';
import type { ContractRecord } from './record';
import { type ContractRepository, type ContractSummaryRow, moneyOfPart } from './repository';

/** A page of contracts with its totals over ALL contracts of the list, not those of the page. */
export type ContractPage = Omit<CollectionPage<ContractRecord>, 'totalCount'> & {
  totalCount(): Promise<number> | number;
  totalValue(): Promise<MoneyRecord> | MoneyRecord;
  factBreakdown(): Promise<FactPart[]> | FactPart[];
};

/** Adds totals to a page of all contracts; each is computed by the database, and only when it is asked for. */
export function withDatabaseTotals(
  page: CollectionPage<ContractRecord>,
  repository: ContractRepository,
  filter: Condition,
): ContractPage {
  let sums: ReturnType<ContractRepository['sumValues']> | undefined;
  const values = () => {
    sums ??= repository.sumValues(filter);
    return sums;
  };
  return {
    ...page,
    totalValue: async () => sumMoney((await values()).map(moneyOfPart)),
    factBreakdown: async () => {
      const [counts, parts] = await Promise.all([repository.countByStatus(filter), values()]);
      const breakdown = factBreakdown(parts.map((part) => ({ ...part, amount: moneyOfPart(part) })));
      const countOf = new Map(counts.map(({ status, count }) => [status, count]));
      return breakdown.map((part) => ({ ...part, count: countOf.get(part.status) ?? 0 }));
    },
  };
}

/** Adds totals to a page below one parent, from the summary that came with it: no further command. */
export function withSummaryTotals(page: ChildPage<ContractRecord, ContractSummaryRow>): ContractPage {
  const { totalCount, summary, ...connection } = page;
  return {
    ...connection,
    totalCount: () => totalCount,
    totalValue: () => sumMoney(summary.map(({ value }) => value)),
    factBreakdown: () => breakdownOf(summary),
  };
}

/** What contracts are made of, by fact status, with their values. */
export function breakdownOf(rows: readonly ContractSummaryRow[]): FactPart[] {
  return factBreakdown(rows.map(({ provenance, value }) => ({ status: provenance.status, amount: value })));
}
