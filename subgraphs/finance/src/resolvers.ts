import type { SubgraphResolvers } from '@lien-thong/subgraph-kit';
import { acceptanceResolvers } from './acceptance/resolvers';
import { allocateBudget } from './allocation/commands/allocateBudget';
import { allocationResolvers } from './allocation/resolvers';
import { setBudgetEstimate } from './budgetLine/commands/setBudgetEstimate';
import { budgetLineResolvers } from './budgetLine/resolvers';
import { commitFunds } from './commitment/commands/commitFunds';
import { commitmentResolvers } from './commitment/resolvers';
import type { FinanceContext } from './context';
import { contractResolvers } from './contract/resolvers';
import { contractBalanceResolvers } from './contractBalance/resolvers';
import { datasetResolvers } from './dataset';
import { setBudgetCeiling } from './decision/commands/setBudgetCeiling';
import { documentResolvers } from './decision/resolvers';
import { closeFiscalYear } from './fiscalYear/commands/closeFiscalYear';
import { recordPayment } from './payment/commands/recordPayment';
import { reversePayment } from './payment/commands/reversePayment';
import { schedulePayment } from './payment/commands/schedulePayment';
import { paymentResolvers } from './payment/resolvers';
import { programmeResolvers } from './programme/resolvers';
import { providerResolvers } from './provider/resolvers';
import { publicBodyResolvers } from './publicBody/resolvers';
import { reconciliationResolvers } from './reconciliation/resolvers';
import { serviceResolvers } from './service/resolvers';
import { settleContract } from './settlement/commands/settleContract';
import { settlementResolvers } from './settlement/resolvers';

/** All resolvers of the department; the root fields come from the entities that they answer with. */
export const resolvers: SubgraphResolvers<FinanceContext> = {
  ...allocationResolvers,
  ...budgetLineResolvers,
  ...commitmentResolvers,
  ...contractBalanceResolvers,
  ...contractResolvers,
  ...acceptanceResolvers,
  ...documentResolvers,
  ...paymentResolvers,
  ...programmeResolvers,
  ...providerResolvers,
  ...publicBodyResolvers,
  ...reconciliationResolvers,
  ...serviceResolvers,
  ...settlementResolvers,
  Query: {
    ...budgetLineResolvers.Query,
    ...contractBalanceResolvers.Query,
    ...datasetResolvers.Query,
    ...paymentResolvers.Query,
    ...reconciliationResolvers.Query,
  },
  Mutation: {
    setBudgetCeiling,
    setBudgetEstimate,
    allocateBudget,
    commitFunds,
    schedulePayment,
    recordPayment,
    reversePayment,
    settleContract,
    closeFiscalYear,
  },
};
