import {
  type CollectionDefinition,
  dateField,
  decimalField,
  localizedTextRecord,
  moneyRecord,
  periodRecord,
  rowFields,
  searchText,
  unitOfMeasureRecord,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../indexes';
import { numberKey } from '../numberKey';
import { providerSnapshot } from '../provider/record';
import { unitPriceStatus } from '../unitPrice/status';

/** OCDS contractStatus. */
export const contractStatus = z.enum(['PENDING', 'ACTIVE', 'CANCELLED', 'TERMINATED']);
/** OCDS method code list. */
export const procurementMethod = z.enum(['OPEN', 'SELECTIVE', 'LIMITED', 'DIRECT']);
const milestoneType = z.enum([
  'PRE_PROCUREMENT',
  'APPROVAL',
  'ENGAGEMENT',
  'ASSESSMENT',
  'DELIVERY',
  'REPORTING',
  'FINANCING',
  'PAYMENT',
]);
const milestoneStatus = z.enum(['SCHEDULED', 'MET', 'NOT_MET', 'PARTIALLY_MET']);

/** A line of a contract. */
export const contractItemRecord = z.strictObject({
  id: z.string().min(1),
  serviceId: z.string().min(1),
  description: localizedTextRecord,
  quantity: decimalField,
  unit: unitOfMeasureRecord,
  unitPriceId: z.string().min(1).nullish(),
  /** Đồng for one unit, as agreed in this contract; null while there is no price. */
  unitAmount: moneyRecord.nullish(),
  /** quantity × unit amount, rounded half up to the đồng. */
  amount: moneyRecord,
  /** Accepted so far, in units, over all acceptance records. */
  acceptedQuantity: decimalField,
});

/** OCDS milestone. */
export const milestoneRecord = z.strictObject({
  id: z.string().min(1),
  title: localizedTextRecord,
  type: milestoneType,
  dueOn: dateField.nullish(),
  metOn: dateField.nullish(),
  status: milestoneStatus,
});

/** A change of a signed contract. */
export const amendmentRecord = z.strictObject({
  id: z.string().min(1),
  date: dateField,
  rationale: localizedTextRecord,
  valueBefore: moneyRecord,
  valueAfter: moneyRecord,
  documentId: z.string().min(1).nullish(),
});

/** A contract (hợp đồng) with all that is read together with it. */
export const contractRecord = z.strictObject({
  ...rowFields,
  number: z.string().min(1),
  ocid: z.string().min(1),
  awardId: z.string().min(1),
  title: localizedTextRecord,
  status: contractStatus,
  procurementMethod,
  /** Bên mời thầu. */
  procuringEntityId: z.string().min(1),
  /** Bên thuê. */
  buyerId: z.string().min(1),
  provider: providerSnapshot,
  programmeId: z.string().min(1).nullish(),
  fiscalYear: z.int().min(1990).max(2100),
  period: periodRecord,
  signedOn: dateField.nullish(),
  closedOn: dateField.nullish(),
  closeReason: localizedTextRecord.nullish(),
  /** The sum of the items, amendments included. */
  value: moneyRecord,
  items: z.array(contractItemRecord).min(1).max(200),
  milestones: z.array(milestoneRecord).max(200),
  amendments: z.array(amendmentRecord).max(200),
  documentIds: z.array(z.string().min(1)).max(200),
  /** The sum of its acceptance records. */
  acceptedValue: moneyRecord,
  /** Its acceptance records in short: what no two of them may share is decided on these. */
  acceptedParts: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        number: z.string().min(1),
        period: periodRecord,
        itemIds: z.array(z.string().min(1)).max(200),
      }),
    )
    .max(1_000),
  /** Projection of the prices of its items: the least settled one. */
  unitPriceStatus,
});
/** What {@link contractItemRecord} describes. */
export type ContractItemRecord = z.infer<typeof contractItemRecord>;
/** What {@link amendmentRecord} describes. */
export type AmendmentRecord = z.infer<typeof amendmentRecord>;
/** What {@link contractRecord} describes. */
export type ContractRecord = z.infer<typeof contractRecord>;

/** Contracts; a number is held by one row. Every filter has an index that begins with it, value as the usual order. */
export const contractCollection: CollectionDefinition<ContractRecord> = {
  name: 'contracts',
  schema: contractRecord,
  indexes: [
    { key: { numberKey: 1 }, unique: true },
    { key: { programmeId: 1, fiscalYear: 1, status: 1, 'value.amount': -1 } },
    { key: { 'provider._id': 1, status: 1, 'value.amount': -1 } },
    { key: { 'items.serviceId': 1, status: 1, 'value.amount': -1 } },
    { key: { 'items.unitPriceId': 1 } },
    { key: { buyerId: 1, status: 1, 'value.amount': -1 } },
    { key: { fiscalYear: 1, status: 1, 'value.amount': -1 } },
    { key: { status: 1, unitPriceStatus: 1, 'value.amount': -1 } },
    { key: { unitPriceStatus: 1, 'value.amount': -1 } },
    { key: { procurementMethod: 1, 'value.amount': -1 } },
    { key: { signedOn: -1, _id: -1 } },
    { key: { 'value.amount': -1, _id: -1 } },
    { key: { number: 1, _id: 1 } },
    { key: { searchText: 1 } },
    ...commonIndexes,
  ],
  derive: (row) => ({
    numberKey: numberKey(row.number, row._id),
    searchText: searchText(row.number, row.title.vi, row.title.en, row.provider.legalName),
  }),
};
