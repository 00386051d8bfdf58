import { CommandRefused, type CommandRun, money, refuse } from '@lien-thong/subgraph-kit';
import { releaseValidity, reserveValidity } from '../../approvedPrices/reserve';
import { ictCommand } from '../../commands/ictCommand';
import { existing, knownDocument } from '../../commands/known';
import { citationOf } from '../../commands/provenance';
import type { IctContext } from '../../context';
import type { DocumentRecord } from '../../document/record';
import type { UnitPriceRecord } from '../record';
import { type PriceStepInput, refuseOtherState, takePriceStep, type UnitPricePayload } from './changePrice';
import { supersedeFormer } from './supersedeFormer';

interface ApproveUnitPriceInput extends PriceStepInput {
  readonly decisionDocumentId: string;
  readonly provisional: boolean;
}

type Run = CommandRun<ApproveUnitPriceInput>;

/** L24b: the City People's Committee approves; only an issued decision does. */
async function checkDecision(decision: DocumentRecord, { publicBodies }: IctContext): Promise<void> {
  const issuer = await publicBodies.byId(decision.issuerId);
  const isIssued = decision.kind === 'DECISION' && decision.status === 'ISSUED';
  if (isIssued && issuer?.kind === 'PEOPLES_COMMITTEE') return;
  refuse('PRICE_NEEDS_DECISION', {
    path: 'decisionDocumentId',
    message: {
      vi: `Cần quyết định đã ban hành của UBND thành phố; ${decision._id} là ${decision.kind}, ${decision.status}, của ${issuer?.name.vi ?? 'cơ quan không rõ'}.`,
      en: `An issued decision of the City People's Committee is needed; ${decision._id} is a ${decision.kind}, ${decision.status}, of ${issuer?.code ?? 'an unknown body'}.`,
    },
  });
}

const steps = {
  provisional: { from: 'SUBMITTED', to: 'PROVISIONAL' },
  final: { from: 'APPRAISED', to: 'APPROVED' },
} as const;

function approve(run: Run, context: IctContext, decision: DocumentRecord): Promise<UnitPricePayload> {
  const step = run.input.provisional ? steps.provisional : steps.final;
  return takePriceStep(run, context, {
    ...step,
    command: 'approveUnitPrice',
    citation: citationOf(decision),
    decide: async ({ price }) => {
      await checkDecision(decision, context);
      const qualifier = run.input.provisional ? 'PROVISIONAL' : 'EXACT';
      return { approvedById: decision._id, price: price ? money(price.amount, qualifier) : null };
    },
  });
}

/** Reserve the time, approve, supersede: each lands once, so that sending the command again goes on where it stopped. */
async function approveFinally(
  run: Run,
  context: IctContext,
  decision: DocumentRecord,
): Promise<UnitPricePayload> {
  const [found] = await context.repositories.unitPrices.findByIds([run.input.unitPriceId]);
  const price: UnitPriceRecord = existing(found ?? null, 'unitPriceId');
  const check = async () => {
    // Asked here too, so that a late command does not even reserve.
    if (price.version !== run.input.expectedVersion) refuse('VERSION_CONFLICT', { path: 'expectedVersion' });
    refuseOtherState(price, steps.final);
    await checkDecision(decision, context);
  };
  await reserveValidity(price, check, { run, context });
  try {
    const payload = await approve(run, context, decision);
    await supersedeFormer(payload.unitPrice, run, context);
    return payload;
  } catch (error) {
    if (error instanceof CommandRefused) await releaseValidity(price, run, context);
    throw error;
  }
}

/**
 * Phê duyệt. Provisionally: SUBMITTED to PROVISIONAL. Finally: APPRAISED to APPROVED only; two approved prices of one
 * service and provider never hold on the same day, and the approval supersedes the former one.
 */
export const approveUnitPrice = ictCommand<ApproveUnitPriceInput, UnitPricePayload>(async (run, context) => {
  const { decisionDocumentId: id, provisional } = run.input;
  const decision = await knownDocument({ id, path: 'decisionDocumentId' }, context);
  return provisional ? approve(run, context, decision) : approveFinally(run, context, decision);
});
