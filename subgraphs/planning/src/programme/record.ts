import {
  type CollectionDefinition,
  localizedTextRecord,
  periodRecord,
  rowFields,
  searchText,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../commonIndexes';

/** A programme of the city. `code` is what people know it by. */
export const programmeRecord = z.strictObject({
  ...rowFields,
  code: z.string().min(1),
  name: localizedTextRecord,
  period: periodRecord,
  leadId: z.string().min(1),
  partnerIds: z.array(z.string().min(1)),
  /** Documents of the programme in the registry of documents, which another department owns. */
  documentIds: z.array(z.string().min(1)),
});
/** What {@link programmeRecord} describes. */
export type ProgrammeRecord = z.infer<typeof programmeRecord>;

/** Programmes, listed by code. */
export const programmeCollection: CollectionDefinition<ProgrammeRecord> = {
  name: 'programmes',
  schema: programmeRecord,
  indexes: [
    ...commonIndexes,
    { key: { code: 1 }, unique: true },
    { key: { leadId: 1, code: 1 } },
    { key: { 'provenance.status': 1, code: 1 } },
    { key: { activeFrom: 1, activeTo: 1 } },
    { key: { searchText: 1 } },
  ],
  derive: ({ code, name, period }) => ({
    searchText: searchText(code, name.vi, name.en),
    // An open end lasts for ever; as text, so that a range on an index answers "active on".
    activeFrom: period.startDate ?? '0001-01-01',
    activeTo: period.endDate ?? '9999-12-31',
  }),
};
