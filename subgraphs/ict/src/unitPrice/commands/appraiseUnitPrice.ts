import { illegal } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import { knownBody, knownDocument } from '../../commands/known';
import { citationOf } from '../../commands/provenance';
import { type PriceStepInput, takePriceStep, type UnitPricePayload } from './changePrice';

interface AppraiseUnitPriceInput extends PriceStepInput {
  readonly appraisedById: string;
  readonly reportDocumentId: string;
}

/** Tổ công tác thẩm định (L24b): LOWEST_DETERMINED to APPRAISED, by the Working Group, with its report. */
export const appraiseUnitPrice = ictCommand<AppraiseUnitPriceInput, UnitPricePayload>(
  async (run, context) => {
    const { appraisedById, reportDocumentId } = run.input;
    const body = await knownBody({ id: appraisedById, path: 'appraisedById' }, context);
    const report = await knownDocument({ id: reportDocumentId, path: 'reportDocumentId' }, context);
    return takePriceStep(run, context, {
      command: 'appraiseUnitPrice',
      from: 'LOWEST_DETERMINED',
      to: 'APPRAISED',
      citation: citationOf(report),
      decide: async () => {
        if (body.kind !== 'WORKING_GROUP') {
          illegal('appraisedById', {
            vi: `Chỉ Tổ công tác thẩm định đơn giá; ${body.name.vi} không phải là Tổ công tác.`,
            en: `Only the Working Group appraises a unit price; ${body.code} is not one.`,
          });
        }
        if (report.status === 'DRAFT' || report.status === 'EXPECTED') {
          illegal('reportDocumentId', {
            vi: `Báo cáo thẩm định mới ở trạng thái ${report.status}.`,
            en: `The report is still ${report.status}.`,
          });
        }
        return { appraisedById, appraisalReportId: reportDocumentId };
      },
    });
  },
);
