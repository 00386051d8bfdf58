import { refuse } from '@lien-thong/subgraph-kit';
import { requireNotInFuture } from '../../commands/checks';
import { appendStep, financeCommand } from '../../commands/financeCommand';
import { citationOf, guardIssuedDecision } from '../../commands/guards';
import { once } from '../../commands/once';
import { provenanceOfNew } from '../../commands/provenance';
import { type FiscalYearRecord, fiscalYearAggregate } from '../record';

/** `CloseFiscalYearInput` of the graph. */
export interface CloseFiscalYearInput {
  readonly idempotencyKey: string;
  readonly fiscalYear: number;
  readonly closedOn: string;
  readonly decisionDocumentId: string;
}

/** What the payload shows. */
interface ClosedYear {
  readonly fiscalYear: number;
  readonly closedOn: string;
}

/**
 * Closes the books of a budget year: from then on nothing is paid, reversed or settled in it. Needs an ISSUED decision;
 * a year is closed once (ILLEGAL_TRANSITION).
 */
export const closeFiscalYear = financeCommand<CloseFiscalYearInput, ClosedYear>(
  'closeFiscalYear',
  async (run) => {
    const { input, context } = run;
    requireNotInFuture('closedOn', input.closedOn, run.at);
    const decision = once(() => guardIssuedDecision(context, input.decisionDocumentId));
    const { entry, replayed } = await appendStep<FiscalYearRecord>(run, {
      aggregate: fiscalYearAggregate,
      entityId: String(input.fiscalYear),
      decide: async (current) => {
        if (current) {
          refuse('ILLEGAL_TRANSITION', {
            path: 'fiscalYear',
            message: {
              vi: `Năm ngân sách ${input.fiscalYear} đã khoá sổ ngày ${current.closedOn}.`,
              en: `The books of the budget year ${input.fiscalYear} were closed on ${current.closedOn}.`,
            },
          });
        }
        const citation = citationOf(await decision());
        return {
          state: {
            _id: String(input.fiscalYear),
            provenance: provenanceOfNew(run, [citation]),
            closedOn: input.closedOn,
            decisionId: input.decisionDocumentId,
          },
          citation,
        };
      },
    });
    return { fiscalYear: input.fiscalYear, closedOn: entry.state.closedOn, replayed };
  },
);
