import {
  type CollectionDefinition,
  dongField,
  instantField,
  moneyRecord,
  rowFields,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { allocationKind } from '../allocation/record';

/**
 * What an allocation takes of a decision's ceiling, in whole đồng (signed as in allocations). RESERVED counts as much
 * as APPLIED does: a process that dies between the two leaves headroom unused, never overspent. VOID was given up.
 */
export const reservationRecord = z.strictObject({
  allocationId: z.string().min(1),
  budgetLineId: z.string().min(1),
  kind: allocationKind,
  amount: dongField,
  state: z.enum(['RESERVED', 'APPLIED', 'VOID']),
  /** When it was reserved; a reservation that nobody finished is looked after by the sweep. */
  since: instantField.nullish(),
});
/** What {@link reservationRecord} describes. */
export type ReservationRecord = z.infer<typeof reservationRecord>;

/** What finance knows of a document that gives out money; `_id` is the id of the document. */
export const decisionRecord = z.strictObject({
  ...rowFields,
  /** Tổng kinh phí: what allocations under the decision may not pass. Null where it is not known. */
  ceiling: moneyRecord.nullish(),
  reservations: z.array(reservationRecord),
});
/** What {@link decisionRecord} describes. */
export type DecisionRecord = z.infer<typeof decisionRecord>;

/** The decisions, one row for each document under which money was or may be allocated. */
export const decisionCollection: CollectionDefinition<DecisionRecord> = {
  name: 'decisions',
  schema: decisionRecord,
  indexes: [
    { key: { 'reservations.state': 1 } },
    { key: { 'provenance.status': 1 } },
    { key: { 'provenance.recordedAt': -1 } },
  ],
};
