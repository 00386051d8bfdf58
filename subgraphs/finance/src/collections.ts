import { allocationCollection } from './allocation/record';
import { budgetLineCollection } from './budgetLine/record';
import { commitmentCollection } from './commitment/record';
import { decisionCollection } from './decision/record';
import { paymentCollection } from './payment/record';
import { settlementCollection } from './settlement/record';

/** Every collection of the department; its own row types are those of the definitions themselves. */
export const collections = [
  budgetLineCollection,
  allocationCollection,
  decisionCollection,
  commitmentCollection,
  paymentCollection,
  settlementCollection,
] as const;
