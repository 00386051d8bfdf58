import { type CollectionDefinition, localizedTextRecord, rowFields } from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../commonIndexes';

/** What is meant to move an indicator: exactly one of a contract, a service, a budget line. */
export const contributionRecord = z
  .strictObject({
    ...rowFields,
    indicatorId: z.string().min(1),
    contractId: z.string().min(1).nullish(),
    serviceId: z.string().min(1).nullish(),
    budgetLineId: z.string().min(1).nullish(),
    rationale: localizedTextRecord,
  })
  .refine(
    ({ contractId, serviceId, budgetLineId }) =>
      [contractId, serviceId, budgetLineId].filter(Boolean).length === 1,
    'a contribution names exactly one of contractId, serviceId, budgetLineId',
  );
/** What {@link contributionRecord} describes. */
export type ContributionRecord = z.infer<typeof contributionRecord>;

/** Contributions, read from either end. */
export const contributionCollection: CollectionDefinition<ContributionRecord> = {
  name: 'contributions',
  schema: contributionRecord,
  indexes: [
    ...commonIndexes,
    { key: { indicatorId: 1 } },
    { key: { contractId: 1 } },
    { key: { serviceId: 1 } },
    { key: { budgetLineId: 1 } },
  ],
};
