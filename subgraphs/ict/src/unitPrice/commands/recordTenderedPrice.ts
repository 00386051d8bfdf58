import { type Decision, deriveId, money } from '@lien-thong/subgraph-kit';
import { appendTo } from '../../commands/appendTo';
import { invalid, orderedPeriod, type PeriodInput } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import { knownDocument, knownProvider, knownService } from '../../commands/known';
import { citationOf, operational } from '../../commands/provenance';
import type { DocumentRecord } from '../../document/record';
import { unitPriceAggregate } from '../aggregate';
import { refreshPriceProjections } from '../projections';
import type { UnitPriceRecord } from '../record';
import { unitOf } from '../unitOf';
import type { UnitPricePayload } from './changePrice';

interface RecordTenderedPriceInput {
  readonly idempotencyKey: string;
  readonly serviceId: string;
  readonly providerId: string;
  readonly price: number;
  readonly unitCode: string;
  readonly validity: PeriodInput;
  readonly resultDocumentId: string;
}

function check({ price, validity }: RecordTenderedPriceInput, result: DocumentRecord): void {
  orderedPeriod(validity, 'validity');
  if (price <= 0) invalid('price', { vi: 'Đơn giá phải lớn hơn 0.', en: 'A price is above zero.' });
  if (result.status === 'ISSUED') return;
  invalid('resultDocumentId', {
    vi: `Kết quả lựa chọn nhà thầu phải là văn bản đã ban hành; ${result._id} đang là ${result.status}.`,
    en: `The result of the selection must be an issued document; ${result._id} is ${result.status}.`,
  });
}

/** Ghi đơn giá trúng thầu. Needs the document of the selection's result; enters as SUBMITTED, basis TENDER. */
export const recordTenderedPrice = ictCommand<RecordTenderedPriceInput, UnitPricePayload>(
  async (run, context) => {
    const { serviceId, providerId, price, unitCode, validity, resultDocumentId } = run.input;
    const service = await knownService({ id: serviceId, path: 'serviceId' }, context);
    const provider = await knownProvider({ id: providerId, path: 'providerId' }, context);
    const result = await knownDocument({ id: resultDocumentId, path: 'resultDocumentId' }, context);
    const entityId = deriveId('up', 'tender', serviceId, providerId, validity.startDate);
    const { entry, replayed } = await appendTo(context, run, {
      aggregate: unitPriceAggregate,
      entityId,
      command: 'recordTenderedPrice',
      citation: citationOf(result),
      decide: (current): Decision<UnitPriceRecord> => {
        check(run.input, result);
        if (current) {
          invalid('validity.startDate', {
            vi: `Đơn giá trúng thầu từ ngày này đã được ghi (${entityId}).`,
            en: `A price tendered from that day is recorded already (${entityId}).`,
          });
        }
        const { _id, legalName, taxCode } = provider;
        return {
          state: {
            _id: entityId,
            serviceId,
            provider: { _id, legalName, taxCode },
            price: money(price),
            unit: unitOf(service, unitCode),
            validity,
            status: 'SUBMITTED',
            basis: 'TENDER',
            rounds: [],
            resultDocumentId,
            comparedWithIds: [],
            provenance: operational(run, citationOf(result)),
          },
        };
      },
    });
    await refreshPriceProjections([entry.state], context);
    return { unitPrice: entry.state, replayed };
  },
);
