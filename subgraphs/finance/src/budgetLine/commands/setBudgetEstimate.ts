import {
  type CitationRecord,
  deriveId,
  type LocalizedTextRecord,
  money,
  refuse,
} from '@lien-thong/subgraph-kit';
import { requirePositive } from '../../commands/checks';
import { type CitationInput, citationFor } from '../../commands/citationFor';
import { appendStep, type FinanceRun, financeCommand } from '../../commands/financeCommand';
import { type GuardedDocument, guardIssuedDecision } from '../../commands/guards';
import { once } from '../../commands/once';
import { provenanceOfChanged, provenanceOfNew } from '../../commands/provenance';
import type { BudgetLineRecord, StoredBudgetLine } from '../record';
import { findLineByCode } from '../repository';
import { storedLine } from '../storedLine';
import { bareLine, budgetLineAggregate } from '../syncLine';

/** `SetBudgetEstimateInput` of the graph; whole đồng. */
export interface SetBudgetEstimateInput {
  readonly idempotencyKey: string;
  readonly code: string;
  readonly name: LocalizedTextRecord;
  readonly fiscalYear: number;
  readonly programmeId?: string | null;
  readonly spendingUnitId: string;
  readonly fundingSource: 'RECURRENT' | 'DEVELOPMENT_INVESTMENT' | 'OTHER';
  readonly amount: number;
  readonly decisionDocumentId: string;
  readonly citation?: CitationInput | null;
}

type Run = FinanceRun<SetBudgetEstimateInput>;
type Programme = NonNullable<BudgetLineRecord['programme']>;

const programmeQuestion = `query FinanceGuardProgramme($id: ID!) { programme(id: $id) { id code name { vi en } } }`;

/** The programme as its owner names it; null where none was sent. */
async function guardProgramme({ context, input }: Run): Promise<Programme | null> {
  const { programmeId } = input;
  if (!programmeId) return null;
  const { programme } = await context.ask<{ programme: Programme | null }>('planning', {
    query: programmeQuestion,
    variables: { id: programmeId },
  });
  if (programme)
    return { id: programme.id, code: programme.code, name: { vi: programme.name.vi, en: programme.name.en } };
  return refuse('NOT_FOUND', {
    path: 'programmeId',
    message: { vi: `Không có chương trình ${programmeId}.`, en: `There is no programme ${programmeId}.` },
  });
}

async function requireSpendingUnit({ context, input }: Run): Promise<void> {
  if (await context.publicBodies.byId(input.spendingUnitId)) return;
  refuse('NOT_FOUND', {
    path: 'spendingUnitId',
    message: {
      vi: `Không có cơ quan ${input.spendingUnitId} trong danh mục.`,
      en: `There is no public body ${input.spendingUnitId} in the code list.`,
    },
  });
}

/** One estimate a line and year. */
function requireNoEstimate(line: BudgetLineRecord | null): void {
  if (!line?.estimate) return;
  refuse('ILLEGAL_TRANSITION', {
    path: 'code',
    limit: line.estimate,
    message: {
      vi: `Dòng ${line.code} năm ${line.fiscalYear} đã có dự toán. Điều chỉnh bằng phân bổ bổ sung hoặc giảm.`,
      en: `Line ${line.code} of ${line.fiscalYear} has its estimate. Change it by supplements or reductions.`,
    },
  });
}

function estimatedLine(
  run: Run,
  former: BudgetLineRecord | null,
  of: { id: string; decision: GuardedDocument; programme: Programme | null; citation: CitationRecord },
): Omit<BudgetLineRecord, 'version'> {
  const { input } = run;
  const citations = [of.citation];
  const estimate = { estimate: money(input.amount), estimateDecisionId: of.decision.id };
  const named = {
    programme: former?.programme ?? of.programme,
    spendingUnitId: former?.spendingUnitId ?? input.spendingUnitId,
    fundingSource: former?.fundingSource ?? input.fundingSource,
  };
  if (former) {
    return {
      ...former,
      ...named,
      ...estimate,
      provenance: provenanceOfChanged(former.provenance, run, citations),
    };
  }
  return {
    _id: of.id,
    provenance: provenanceOfNew(run, citations),
    code: input.code,
    name: input.name,
    fiscalYear: input.fiscalYear,
    functionalClass: null,
    economicClass: null,
    ...named,
    ...estimate,
    allocationParts: [],
    commitmentParts: [],
  };
}

/**
 * Records the estimate of a line: a new one, or one that is known without its estimate. Needs an ISSUED decision
 * (DECISION_NOT_IN_FORCE); a line has one estimate a year (ILLEGAL_TRANSITION).
 */
export const setBudgetEstimate = financeCommand<SetBudgetEstimateInput, { budgetLine: StoredBudgetLine }>(
  'setBudgetEstimate',
  async (run) => {
    const { input, context } = run;
    requirePositive(input.amount);
    const known = await findLineByCode(context.db, input.code, input.fiscalYear);
    const id = known?._id ?? deriveId('bl', input.code, String(input.fiscalYear));
    const decision = once(() => guardIssuedDecision(context, input.decisionDocumentId));
    const programme = once(() => guardProgramme(run));
    const { entry, replayed } = await appendStep<BudgetLineRecord>(run, {
      aggregate: budgetLineAggregate,
      entityId: id,
      decide: async (current) => {
        requireNoEstimate(current);
        await requireSpendingUnit(run);
        const of = { id, decision: await decision(), programme: await programme() };
        const citation = citationFor(of.decision, input.citation);
        return { state: estimatedLine(run, current && bareLine(current), { ...of, citation }), citation };
      },
    });
    return { budgetLine: storedLine(entry.state), replayed };
  },
);
