import { type CollectionDefinition, rowFields, searchText } from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../indexes';

/** What rows of other collections keep of a provider, so that a list reads without fetching it. */
export const providerSnapshot = z.strictObject({
  _id: z.string().min(1),
  legalName: z.string().min(1),
  taxCode: z.string().min(1).nullish(),
});

/** A provider of leased services (đơn vị cho thuê dịch vụ). */
export const providerRecord = z.strictObject({
  ...rowFields,
  legalName: z.string().min(1),
  /** Mã số thuế; null where the source gives none. */
  taxCode: z.string().min(1).nullish(),
});
/** What {@link providerSnapshot} describes. */
export type ProviderSnapshot = z.infer<typeof providerSnapshot>;
/** What {@link providerRecord} describes. */
export type ProviderRecord = z.infer<typeof providerRecord>;

/** Providers; a tax code is held by one row. */
export const providerCollection: CollectionDefinition<ProviderRecord> = {
  name: 'providers',
  schema: providerRecord,
  indexes: [
    { key: { taxKey: 1 }, unique: true },
    { key: { nameKey: 1, _id: 1 } },
    { key: { searchText: 1 } },
    ...commonIndexes,
  ],
  derive: (row) => ({
    taxKey: row.taxCode ?? `id:${row._id}`,
    nameKey: searchText(row.legalName),
    searchText: searchText(row.legalName, row.taxCode),
  }),
};
