import { type CollectionDefinition, dateField, moneyRecord, rowFields } from '@lien-thong/subgraph-kit';
import { z } from 'zod';

/** What an allocation does to its line. */
export const allocationKind = z.enum(['INITIAL', 'SUPPLEMENT', 'REDUCTION', 'TRANSFER_IN', 'TRANSFER_OUT']);
/** How far it is: proposed, agreed by the Standing Body of the People's Council, in force by a Decision. */
export const allocationStatus = z.enum(['PROPOSED', 'AGREED', 'IN_FORCE', 'CANCELLED']);

/** Kinds that take money from a line; their amounts are stored below zero. */
export const reducingKinds: ReadonlySet<z.infer<typeof allocationKind>> = new Set([
  'REDUCTION',
  'TRANSFER_OUT',
]);

/**
 * One amount that a decision gives to, or takes from, a line. Signed, in whole đồng: reductions and transfers out are
 * below zero, so that the sum of a line's rows is what was allocated to it.
 */
export const allocationRecord = z
  .strictObject({
    ...rowFields,
    budgetLineId: z.string().min(1),
    decisionId: z.string().min(1),
    kind: allocationKind,
    amount: moneyRecord,
    allocatedOn: dateField.nullish(),
    status: allocationStatus,
  })
  .refine(({ kind, amount }) => (reducingKinds.has(kind) ? amount.amount <= 0 : amount.amount >= 0), {
    path: ['amount'],
    message: 'REDUCTION and TRANSFER_OUT are stored below zero, the other kinds above',
  });
/** What {@link allocationRecord} describes. */
export type AllocationRecord = z.infer<typeof allocationRecord>;

/** The allocations, found by line, by decision and by status. */
export const allocationCollection: CollectionDefinition<AllocationRecord> = {
  name: 'allocations',
  schema: allocationRecord,
  indexes: [
    { key: { budgetLineId: 1, allocatedOn: 1, _id: 1 } },
    { key: { decisionId: 1, allocatedOn: 1, _id: 1 } },
    { key: { 'provenance.status': 1 } },
    { key: { 'provenance.recordedAt': -1 } },
  ],
};
