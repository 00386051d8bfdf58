import { type MoneyRecord, money, reference, refuse } from '@lien-thong/subgraph-kit';
import { requirePositive } from '../../commands/checks';
import { type CitationInput, citationFor } from '../../commands/citationFor';
import { appendStep, financeCommand } from '../../commands/financeCommand';
import { guardIssuedDecision } from '../../commands/guards';
import { once } from '../../commands/once';
import { provenanceOfChanged, provenanceOfNew } from '../../commands/provenance';
import { decisionAggregate } from '../aggregate';
import type { DecisionRecord } from '../record';

/** `SetBudgetCeilingInput` of the graph; whole đồng. */
export interface SetBudgetCeilingInput {
  readonly idempotencyKey: string;
  readonly decisionDocumentId: string;
  readonly amount: number;
  readonly citation?: CitationInput | null;
}

/**
 * Records the total of an issued decision, which allocations under it may not pass. Once for each decision
 * (ILLEGAL_TRANSITION): another total is another decision.
 */
export const setBudgetCeiling = financeCommand<
  SetBudgetCeilingInput,
  { document: { readonly id: string } | null; ceiling: MoneyRecord | null }
>('setBudgetCeiling', async (run) => {
  const { input, context } = run;
  requirePositive(input.amount);
  const { decisionDocumentId: id } = input;
  const decision = once(() => guardIssuedDecision(context, id));
  const { entry, replayed } = await appendStep<DecisionRecord>(run, {
    aggregate: decisionAggregate,
    entityId: id,
    decide: async (current) => {
      if (current?.ceiling) {
        refuse('ILLEGAL_TRANSITION', {
          path: 'decisionDocumentId',
          limit: current.ceiling,
          message: {
            vi: `Tổng kinh phí của ${id} đã được ghi; tổng khác cần một quyết định khác.`,
            en: `The total of ${id} is recorded; another total needs another decision.`,
          },
        });
      }
      const citation = citationFor(await decision(), input.citation);
      return {
        state: {
          _id: id,
          provenance: current
            ? provenanceOfChanged(current.provenance, run, [citation])
            : provenanceOfNew(run, [citation]),
          ceiling: money(input.amount),
          reservations: current?.reservations ?? [],
        },
        citation,
      };
    },
  });
  return { document: reference('Document', id), ceiling: entry.state.ceiling ?? null, replayed };
});
