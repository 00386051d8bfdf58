import { reference } from '@lien-thong/subgraph-kit';
import type { PlanningContext } from '../context';
import type { ContributionRecord } from './record';

/** What a contribution answers. */
export const contributionResolvers = {
  Contribution: {
    id: ({ _id }: ContributionRecord) => _id,
    indicator: ({ indicatorId }: ContributionRecord, _: unknown, { loaders }: PlanningContext) =>
      loaders.indicatorById.load(indicatorId),
    contract: ({ contractId }: ContributionRecord) => reference('Contract', contractId),
    service: ({ serviceId }: ContributionRecord) => reference('Service', serviceId),
    budgetLine: ({ budgetLineId }: ContributionRecord) => reference('BudgetLine', budgetLineId),
  },
};
