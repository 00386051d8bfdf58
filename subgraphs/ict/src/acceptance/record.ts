import {
  type CollectionDefinition,
  dateField,
  decimalField,
  moneyRecord,
  periodRecord,
  rowFields,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../indexes';

/** The accepted part of one item of the contract. */
export const acceptedItemRecord = z.strictObject({
  itemId: z.string().min(1),
  quantity: decimalField,
  amount: moneyRecord,
});

/** An acceptance record (biên bản nghiệm thu). */
export const acceptanceRecord = z.strictObject({
  ...rowFields,
  number: z.string().min(1),
  contractId: z.string().min(1),
  period: periodRecord,
  acceptedOn: dateField,
  items: z.array(acceptedItemRecord).min(1).max(200),
  /** The sum of the items. */
  amount: moneyRecord,
  documentId: z.string().min(1).nullish(),
});
/** What {@link acceptedItemRecord} describes. */
export type AcceptedItemRecord = z.infer<typeof acceptedItemRecord>;
/** What {@link acceptanceRecord} describes. */
export type AcceptanceRecord = z.infer<typeof acceptanceRecord>;

/** Acceptance records; a number is used once within a contract. */
export const acceptanceCollection: CollectionDefinition<AcceptanceRecord> = {
  name: 'acceptances',
  schema: acceptanceRecord,
  indexes: [
    { key: { contractId: 1, number: 1 }, unique: true },
    { key: { contractId: 1, acceptedOn: 1, _id: 1 } },
    ...commonIndexes,
  ],
};
