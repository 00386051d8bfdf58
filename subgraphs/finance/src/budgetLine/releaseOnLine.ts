import { appendFollowUp, type FollowUpContext } from '../commands/financeCommand';
import type { BudgetLineRecord } from './record';
import { bareLine, budgetLineAggregate } from './syncLine';

/** Frees what a line reserved for a commitment that the contract's account has given up for good. */
export async function releaseOnLine(
  follow: FollowUpContext,
  budgetLineId: string,
  commitmentId: string,
): Promise<void> {
  await appendFollowUp<BudgetLineRecord>(follow, {
    aggregate: budgetLineAggregate,
    entityId: budgetLineId,
    command: 'release',
    key: commitmentId,
    decide: (current) => {
      if (!current) throw new Error(`the line ${budgetLineId} does not exist`);
      const line = bareLine(current);
      const commitmentParts = line.commitmentParts.map((part) =>
        part.commitmentId === commitmentId && part.state === 'RESERVED'
          ? { ...part, state: 'VOID' as const }
          : part,
      );
      return { state: { ...line, commitmentParts } };
    },
  });
}
