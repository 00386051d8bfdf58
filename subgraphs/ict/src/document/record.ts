import {
  type CollectionDefinition,
  dateField,
  localizedTextRecord,
  rowFields,
  searchText,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../indexes';
import { numberKey } from '../numberKey';

/** Kinds of document, as in the schema. */
export const documentKind = z.enum([
  'DECISION',
  'SUBMISSION',
  'RESOLUTION',
  'OFFICIAL_LETTER',
  'DRAFT_DECISION',
  'CONTRACT_FILE',
  'MINUTES',
  'PLAN',
  'PRESS_REPORT',
  'CIRCULAR',
  'LAW',
  'OTHER',
]);
/** States of a document, as in the schema. */
export const documentStatus = z.enum(['DRAFT', 'SUBMITTED', 'EXPECTED', 'ISSUED', 'SUPERSEDED']);

/** A row of the registry of documents, which holds those of all departments. */
export const documentRecord = z.strictObject({
  ...rowFields,
  /** Số ký hiệu; null when the source gives none. */
  number: z.string().min(1).nullish(),
  kind: documentKind,
  title: localizedTextRecord,
  issuerId: z.string().min(1).nullish(),
  issuedOn: dateField.nullish(),
  status: documentStatus,
  /** Căn cứ. */
  basedOnIds: z.array(z.string().min(1)).max(200),
  url: z.url().nullish(),
});
/** What {@link documentRecord} describes. */
export type DocumentRecord = z.infer<typeof documentRecord>;

/** The registry; a number is held by one row. */
export const documentCollection: CollectionDefinition<DocumentRecord> = {
  name: 'documents',
  schema: documentRecord,
  indexes: [
    { key: { numberKey: 1 }, unique: true },
    { key: { kind: 1, issuedOn: -1, _id: -1 } },
    { key: { status: 1, issuedOn: -1, _id: -1 } },
    { key: { issuerId: 1, issuedOn: -1, _id: -1 } },
    { key: { issuedOn: -1, _id: -1 } },
    { key: { number: 1, _id: 1 } },
    { key: { searchText: 1 } },
    ...commonIndexes,
  ],
  derive: (row) => ({
    numberKey: numberKey(row.number, row._id),
    searchText: searchText(row.number, row.title.vi, row.title.en),
  }),
};
