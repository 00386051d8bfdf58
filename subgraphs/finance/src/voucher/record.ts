import { type Aggregate, type CollectionDefinition, instantField, rowFields } from '@lien-thong/subgraph-kit';
import { z } from 'zod';

/**
 * Who has a voucher number; `_id` is the number. HELD for a payment that is being recorded, USED by one that is, FREE
 * again where that payment was refused.
 */
export const voucherRecord = z.strictObject({
  ...rowFields,
  state: z.enum(['HELD', 'USED', 'FREE']),
  holdId: z.string().min(1),
  contractId: z.string().min(1),
  since: instantField,
});
/** What {@link voucherRecord} describes. */
export type VoucherRecord = z.infer<typeof voucherRecord>;

/** The voucher numbers that commands used; those of loaded payments are looked up among the payments. */
export const voucherCollection: CollectionDefinition<VoucherRecord> = {
  name: 'vouchers',
  schema: voucherRecord,
  indexes: [{ key: { state: 1 } }, { key: { 'provenance.recordedAt': -1 } }],
};

/** The chain of a voucher number. */
export const voucherAggregate: Aggregate<VoucherRecord> = { type: 'voucher', collection: voucherCollection };
