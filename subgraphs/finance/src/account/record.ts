import { type CollectionDefinition, rowFields } from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commitmentRecord } from '../commitment/record';

/**
 * All the money of one contract: its commitments with every payment under them. `_id` is the id of the contract. What
 * a contract may still be committed, paid or settled is decided on this row alone. A contract that no command has
 * touched has none: its account begins with the commitments that were loaded.
 */
export const accountRecord = z.strictObject({
  ...rowFields,
  commitments: z.array(commitmentRecord),
  settlementId: z.string().min(1).nullish(),
  /** Commitments and payments that were given up before they came about; none of them may come about later. */
  voided: z.array(z.string().min(1)),
});
/** What {@link accountRecord} describes. */
export type AccountRecord = z.infer<typeof accountRecord>;

/** The accounts; what queries read of them are the rows of `commitments`, `payments` and `settlements`. */
export const accountCollection: CollectionDefinition<AccountRecord> = {
  name: 'accounts',
  schema: accountRecord,
  indexes: [{ key: { 'provenance.recordedAt': -1 } }],
};
