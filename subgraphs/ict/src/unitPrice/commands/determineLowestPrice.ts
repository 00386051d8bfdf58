import { departments } from '@lien-thong/schema';
import { money, refuse } from '@lien-thong/subgraph-kit';
import { illegal, invalid } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import { knownUnitPrices, optionalDocument } from '../../commands/known';
import { citationOf } from '../../commands/provenance';
import type { UnitPriceRecord } from '../record';
import { type PriceStepInput, takePriceStep, type UnitPricePayload } from './changePrice';

interface DetermineLowestPriceInput extends PriceStepInput {
  readonly comparedWithIds: readonly string[];
  readonly comparedByIds: readonly string[];
  readonly price?: number | null;
  readonly minutesDocumentId?: string | null;
}

/** The contractor selection that prices are compared with begins in that year (L24a: "từ năm 2019"). */
const firstTenderDay = '2019-01-01';

function isLaterTender({ basis, validity }: UnitPriceRecord): boolean {
  return basis === 'TENDER' && (validity.startDate ?? '') >= firstTenderDay;
}

/** L24b: "liên sở: Thông tin và Truyền thông - Tài chính - Kế hoạch và Đầu tư". */
function checkComparers(comparedByIds: readonly string[]): void {
  const absent = departments
    .map(({ publicBodyId }) => publicBodyId)
    .filter((id) => !comparedByIds.includes(id));
  if (absent.length === 0) return;
  illegal('comparedByIds', {
    vi: `Ba sở cùng so sánh; còn thiếu ${absent.join(', ')}.`,
    en: `All three departments compare; ${absent.join(', ')} is missing.`,
  });
}

function checkCompared(price: UnitPriceRecord, compared: readonly UnitPriceRecord[]): void {
  for (const { _id, serviceId, unit, price: amount } of compared) {
    if (_id === price._id || serviceId !== price.serviceId) {
      invalid('comparedWithIds', {
        vi: `Đơn giá ${_id} không phải là một đơn giá khác của cùng dịch vụ.`,
        en: `Unit price ${_id} is not another price of the same service.`,
      });
    }
    if (unit && price.unit && unit.code !== price.unit.code) {
      invalid('comparedWithIds', {
        vi: `Đơn giá ${_id} tính theo ${unit.code}, không so sánh được với ${price.unit.code}.`,
        en: `Unit price ${_id} is counted in ${unit.code}, which cannot be compared with ${price.unit.code}.`,
      });
    }
    if (!amount) {
      invalid('comparedWithIds', {
        vi: `Đơn giá ${_id} chưa có số tiền.`,
        en: `Unit price ${_id} has no amount.`,
      });
    }
  }
  if (compared.some(isLaterTender)) return;
  illegal('comparedWithIds', {
    vi: 'Cần so sánh với ít nhất một đơn giá trúng thầu từ năm 2019.',
    en: 'At least one price tendered from 2019 on must be among those compared.',
  });
}

function lowestOf(prices: readonly UnitPriceRecord[]): number {
  return Math.min(...prices.flatMap(({ price }) => (price ? [price.amount] : [])));
}

/** Liên sở so sánh, xác định đơn giá thấp nhất: PROVISIONAL to LOWEST_DETERMINED; the lowest price is kept (L24b). */
export const determineLowestPrice = ictCommand<DetermineLowestPriceInput, UnitPricePayload>(
  async (run, context) => {
    const { comparedWithIds, comparedByIds, minutesDocumentId } = run.input;
    const minutes = await optionalDocument(minutesDocumentId, 'minutesDocumentId', context);
    return takePriceStep(run, context, {
      command: 'determineLowestPrice',
      from: 'PROVISIONAL',
      to: 'LOWEST_DETERMINED',
      citation: minutes && citationOf(minutes),
      decide: async (price) => {
        const compared = await knownUnitPrices(comparedWithIds, 'comparedWithIds', context);
        checkComparers(comparedByIds);
        checkCompared(price, compared);
        const lowest = lowestOf([price, ...compared]);
        if (run.input.price != null && run.input.price !== lowest) {
          refuse('PRICE_NOT_LOWER_OR_EQUAL', {
            path: 'price',
            limit: money(lowest),
            message: {
              vi: `Đơn giá thấp nhất trong các giá đã so sánh là ${lowest} đồng.`,
              en: `The lowest of the compared prices is ${lowest} đồng.`,
            },
          });
        }
        return {
          price: money(lowest),
          basis: 'LOWEST_OF_COMPARISON',
          comparedWithIds: [...comparedWithIds],
          comparedByIds: [...comparedByIds],
          minutesId: minutesDocumentId ?? null,
        };
      },
    });
  },
);
