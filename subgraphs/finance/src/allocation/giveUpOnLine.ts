import { noMoney } from '@lien-thong/subgraph-kit';
import type { AllocationPart } from '../budgetLine/parts';
import type { BudgetLineRecord } from '../budgetLine/record';
import { bareLine, budgetLineAggregate } from '../budgetLine/syncLine';
import { appendFollowUp, type FollowUpContext } from '../commands/financeCommand';

/**
 * Lets the line decide that an allocation will never come about: true when it is given up, false when it came about
 * before. The first answer stands for good.
 */
export async function giveUpOnLine(
  follow: FollowUpContext,
  of: { budgetLineId: string; allocationId: string; kind: AllocationPart['kind'] },
): Promise<boolean> {
  const { budgetLineId, allocationId, kind } = of;
  const { entry } = await appendFollowUp<BudgetLineRecord>(follow, {
    aggregate: budgetLineAggregate,
    entityId: budgetLineId,
    command: 'giveUp',
    key: allocationId,
    decide: (current) => {
      if (!current) throw new Error(`the line ${budgetLineId} does not exist`);
      const line = bareLine(current);
      if (line.allocationParts.some((part) => part.allocationId === allocationId)) return { state: line };
      const given: AllocationPart = { allocationId, kind, status: 'VOID', amount: noMoney };
      return { state: { ...line, allocationParts: [...line.allocationParts, given] } };
    },
  });
  return entry.state.allocationParts.some(
    (part) => part.allocationId === allocationId && part.status === 'VOID',
  );
}
