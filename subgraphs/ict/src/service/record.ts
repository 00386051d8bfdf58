import {
  type CollectionDefinition,
  localizedTextRecord,
  periodRecord,
  rowFields,
  searchText,
  unitOfMeasureRecord,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../indexes';
import { settledness, unitPriceStatus } from '../unitPrice/status';

/** Kinds of leased service, as in the schema. */
export const serviceCategory = z.enum([
  'INFRASTRUCTURE',
  'APPLICATION_SOFTWARE',
  'PORTAL',
  'ONE_STOP_SHOP',
  'ONLINE_PUBLIC_SERVICE',
  'CONNECTIVITY',
  'CONFERENCING',
  'SECURITY',
  'OTHER',
]);

/** A leased, city-wide IT service (dịch vụ CNTT cho thuê dùng chung). */
export const serviceRecord = z.strictObject({
  ...rowFields,
  code: z.string().min(1),
  name: localizedTextRecord,
  category: serviceCategory,
  /** Null when the source does not say what is counted. */
  unit: unitOfMeasureRecord.nullish(),
  leasePeriod: periodRecord.nullish(),
  /** Projection of its unit prices: the best state that any of them has reached. */
  unitPriceStatus,
  /** Projection of its unit prices: the one that has come furthest; the youngest of several. */
  currentUnitPriceId: z.string().min(1).nullish(),
});
/** What {@link serviceRecord} describes. */
export type ServiceRecord = z.infer<typeof serviceRecord>;

/** Leased services. */
export const serviceCollection: CollectionDefinition<ServiceRecord> = {
  name: 'services',
  schema: serviceRecord,
  indexes: [
    { key: { code: 1 }, unique: true },
    { key: { category: 1, code: 1 } },
    { key: { unitPriceStatus: 1, code: 1 } },
    { key: { unitPriceRank: 1, code: 1 } },
    { key: { nameKey: 1, _id: 1 } },
    { key: { 'leasePeriod.startDate': 1, 'leasePeriod.endDate': 1 } },
    { key: { searchText: 1 } },
    ...commonIndexes,
  ],
  derive: (row) => ({
    nameKey: searchText(row.name.vi),
    searchText: searchText(row.code, row.name.vi, row.name.en),
    unitPriceRank: settledness(row.unitPriceStatus),
  }),
};
