import { illegal, invalid } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import { knownDocument } from '../../commands/known';
import { citationOf } from '../../commands/provenance';
import { type PriceStepInput, takePriceStep, type UnitPricePayload } from './changePrice';

interface SubmitUnitPriceInput extends PriceStepInput {
  readonly submissionDocumentId: string;
}

/** Trình UBND: NEGOTIATED to SUBMITTED, with a document of kind SUBMISSION; a price must have been agreed. */
export const submitUnitPrice = ictCommand<SubmitUnitPriceInput, UnitPricePayload>(async (run, context) => {
  const { submissionDocumentId: id } = run.input;
  const submission = await knownDocument({ id, path: 'submissionDocumentId' }, context);
  return takePriceStep(run, context, {
    command: 'submitUnitPrice',
    from: 'NEGOTIATED',
    to: 'SUBMITTED',
    citation: citationOf(submission),
    decide: async (price) => {
      if (submission.kind !== 'SUBMISSION') {
        invalid('submissionDocumentId', {
          vi: `Văn bản ${id} là ${submission.kind}; cần một tờ trình (SUBMISSION).`,
          en: `Document ${id} is a ${submission.kind}; a SUBMISSION is needed.`,
        });
      }
      if (!price.price) {
        illegal('unitPriceId', {
          vi: 'Chưa vòng đàm phán nào thống nhất giá.',
          en: 'No round of negotiation has agreed on a price yet.',
        });
      }
      return { submittedInId: id };
    },
  });
});
