import type { PlanningContext } from '../context';
import { budgetLineRef, contractRef, optional, serviceRef } from '../references';
import type { ContributionRecord } from './record';

/** What a contribution answers. */
export const contributionResolvers = {
  Contribution: {
    id: ({ _id }: ContributionRecord) => _id,
    indicator: ({ indicatorId }: ContributionRecord, _: unknown, { loaders }: PlanningContext) =>
      loaders.indicatorById.load(indicatorId),
    contract: ({ contractId }: ContributionRecord) => optional(contractId, contractRef),
    service: ({ serviceId }: ContributionRecord) => optional(serviceId, serviceRef),
    budgetLine: ({ budgetLineId }: ContributionRecord) => optional(budgetLineId, budgetLineRef),
  },
};
