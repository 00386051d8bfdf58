import { type CollectionDefinition, dateField, rowFields } from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { exactMoney } from '../exactMoney';

/** The final settlement of a contract: its amount is what was paid, in whole đồng. A contract has one at most. */
export const settlementRecord = z.strictObject({
  ...rowFields,
  contractId: z.string().min(1),
  amount: exactMoney,
  settledOn: dateField,
  decisionId: z.string().min(1).nullish(),
});
/** What {@link settlementRecord} describes. */
export type SettlementRecord = z.infer<typeof settlementRecord>;

/** The settlements; the unique index is what makes a second one of a contract impossible. */
export const settlementCollection: CollectionDefinition<SettlementRecord> = {
  name: 'settlements',
  schema: settlementRecord,
  indexes: [
    { key: { contractId: 1 }, unique: true },
    { key: { 'provenance.status': 1 } },
    { key: { 'provenance.recordedAt': -1 } },
  ],
};
