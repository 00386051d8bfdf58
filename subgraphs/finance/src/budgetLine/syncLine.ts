import type { Aggregate } from '@lien-thong/subgraph-kit';
import { appendFollowUp, type FollowUpContext } from '../commands/financeCommand';
import type { CommitmentRecord } from '../commitment/record';
import { commitmentTotals } from '../commitment/totals';
import { withoutDerived } from '../withoutDerived';
import type { CommitmentPart } from './parts';
import { type BudgetLineRecord, budgetLineCollection } from './record';

/** The chain of a budget line. */
export const budgetLineAggregate: Aggregate<BudgetLineRecord> = {
  type: 'budgetLine',
  collection: budgetLineCollection,
};

/** A stored line as its chain has it. */
export function bareLine(line: BudgetLineRecord): BudgetLineRecord {
  return withoutDerived(budgetLineCollection, line);
}

/** What the line of a commitment holds of it; a settled commitment is settled with all that was paid. */
export function partOf(commitment: CommitmentRecord): CommitmentPart {
  const { paid, advanced } = commitmentTotals(commitment);
  return {
    commitmentId: commitment._id,
    contractId: commitment.contractId,
    state: 'APPLIED',
    version: commitment.version,
    committed: commitment.amount,
    advanced,
    paid,
    settled: commitment.settlementId ? paid : { amount: 0, qualifier: 'EXACT' },
  };
}

/**
 * Brings the line up to a version of a commitment on it; an older version than the line has changes
 * nothing. Answers the line after it.
 */
export async function syncLine(
  follow: FollowUpContext,
  commitment: CommitmentRecord,
): Promise<BudgetLineRecord> {
  const part = partOf(commitment);
  const { entry } = await appendFollowUp<BudgetLineRecord>(follow, {
    aggregate: budgetLineAggregate,
    entityId: commitment.budgetLineId,
    command: 'syncLine',
    key: `${commitment._id}@${commitment.version}`,
    decide: (current) => {
      if (!current) throw new Error(`commitment ${commitment._id} names a line that does not exist`);
      const line = bareLine(current);
      const known = line.commitmentParts.find(({ commitmentId }) => commitmentId === part.commitmentId);
      if (known && known.version >= part.version) return { state: line };
      const others = line.commitmentParts.filter((each) => each !== known);
      return { state: { ...line, commitmentParts: [...others, part] } };
    },
  });
  return entry.state;
}
