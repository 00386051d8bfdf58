import {
  type CollectionDefinition,
  localizedTextRecord,
  moneyRecord,
  rowFields,
  timePeriodField,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../commonIndexes';

/** OCDS tenderStatus. */
export const procurementStatus = z.enum([
  'PLANNING',
  'PLANNED',
  'ACTIVE',
  'COMPLETE',
  'UNSUCCESSFUL',
  'CANCELLED',
  'WITHDRAWN',
]);
/** What {@link procurementStatus} describes. */
export type ProcurementStatus = z.infer<typeof procurementStatus>;

/** One package of the contractor selection plan. */
export const procurementPlanItemRecord = z.strictObject({
  ...rowFields,
  packageNo: z.string().min(1),
  name: localizedTextRecord,
  programmeId: z.string().min(1),
  serviceId: z.string().min(1).nullish(),
  /** The body that selects the contractor. */
  organiserId: z.string().min(1),
  fiscalYear: z.int(),
  plannedStart: timePeriodField.nullish(),
  plannedValue: moneyRecord.nullish(),
  /** The contract that came of it, once there is one. */
  contractId: z.string().min(1).nullish(),
  status: procurementStatus,
});
/** What {@link procurementPlanItemRecord} describes. */
export type ProcurementPlanItemRecord = z.infer<typeof procurementPlanItemRecord>;

/** Packages, listed by number. */
export const procurementPlanItemCollection: CollectionDefinition<ProcurementPlanItemRecord> = {
  name: 'procurementPlanItems',
  schema: procurementPlanItemRecord,
  indexes: [
    ...commonIndexes,
    { key: { packageNo: 1 } },
    { key: { programmeId: 1, packageNo: 1 }, unique: true },
    { key: { fiscalYear: 1, hasContract: 1, packageNo: 1 } },
    { key: { hasContract: 1, packageNo: 1 } },
    { key: { serviceId: 1, packageNo: 1 } },
    { key: { organiserId: 1, packageNo: 1 } },
    { key: { status: 1, packageNo: 1 } },
    { key: { 'provenance.status': 1, packageNo: 1 } },
    { key: { contractId: 1 } },
  ],
  derive: ({ contractId }) => ({ hasContract: Boolean(contractId) }),
};
