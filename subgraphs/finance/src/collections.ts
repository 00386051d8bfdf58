import { accountCollection } from './account/record';
import { allocationCollection } from './allocation/record';
import { budgetLineCollection } from './budgetLine/record';
import { commitmentCollection } from './commitment/record';
import { decisionCollection } from './decision/record';
import { fiscalYearCollection } from './fiscalYear/record';
import { paymentCollection } from './payment/record';
import { settlementCollection } from './settlement/record';
import { voucherCollection } from './voucher/record';

/** The collections that queries read and seeds fill. */
export const datasetCollections = [
  budgetLineCollection,
  allocationCollection,
  decisionCollection,
  commitmentCollection,
  paymentCollection,
  settlementCollection,
] as const;

/** Every collection of the department: the dataset, and what commands keep for themselves. */
export const collections = [
  ...datasetCollections,
  accountCollection,
  fiscalYearCollection,
  voucherCollection,
] as const;
