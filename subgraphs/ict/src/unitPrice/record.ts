import {
  type CollectionDefinition,
  moneyRecord,
  periodRecord,
  rowFields,
  unitOfMeasureRecord,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../indexes';
import { providerSnapshot } from '../provider/record';
import { unitPriceStatus } from './status';

/** Where a price comes from, as in the schema. */
export const unitPriceBasis = z.enum(['NEGOTIATION', 'TENDER', 'LOWEST_OF_COMPARISON']);

/** A unit price of a leased service (đơn giá thuê dịch vụ). */
export const unitPriceRecord = z.strictObject({
  ...rowFields,
  serviceId: z.string().min(1),
  provider: providerSnapshot.nullish(),
  /** Null when the source says that there is a price but not how much it is. */
  price: moneyRecord.nullish(),
  unit: unitOfMeasureRecord.nullish(),
  validity: periodRecord,
  status: unitPriceStatus,
  basis: unitPriceBasis,
  /** The rounds of negotiation behind it, earliest first; what a later round must not exceed is decided on these. */
  rounds: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        round: z.int().min(1).nullish(),
        agreed: moneyRecord.nullish(),
      }),
    )
    .max(100),
  /** Kết quả lựa chọn nhà thầu: what a tendered price came out of. */
  resultDocumentId: z.string().min(1).nullish(),
  /** Tờ trình. */
  submittedInId: z.string().min(1).nullish(),
  /** Quyết định: the final one once APPROVED, the provisional one before. */
  approvedById: z.string().min(1).nullish(),
  comparedWithIds: z.array(z.string().min(1)).max(200),
  /** The departments that compared (L24b). */
  comparedByIds: z.array(z.string().min(1)).max(20).nullish(),
  /** Minutes of the comparison. */
  minutesId: z.string().min(1).nullish(),
  /** The Working Group that appraised, and its report. */
  appraisedById: z.string().min(1).nullish(),
  appraisalReportId: z.string().min(1).nullish(),
  /** The price that took this one's place, once SUPERSEDED. */
  supersededById: z.string().min(1).nullish(),
});
/** What {@link unitPriceRecord} describes. */
export type UnitPriceRecord = z.infer<typeof unitPriceRecord>;

/** Unit prices of all services. */
export const unitPriceCollection: CollectionDefinition<UnitPriceRecord> = {
  name: 'unitPrices',
  schema: unitPriceRecord,
  indexes: [
    { key: { serviceId: 1, status: 1, 'validity.startDate': 1 } },
    { key: { 'provider._id': 1, serviceId: 1 } },
    ...commonIndexes,
  ],
};
