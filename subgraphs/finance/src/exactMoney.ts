import { moneyRecord } from '@lien-thong/subgraph-kit';

/** Whole đồng of a voucher or a commitment: such papers carry exact figures, so that their sums are exact too. */
export const exactMoney = moneyRecord.refine(
  ({ qualifier }) => qualifier === 'EXACT',
  'an amount of a commitment or a payment is EXACT',
);
