import { departmentNamed } from '@lien-thong/schema';
import type { SubgraphDefinition } from '@lien-thong/subgraph-kit';
import { accountAggregate } from './account/account';
import { budgetLineAggregate } from './budgetLine/syncLine';
import { collections } from './collections';
import { repairReservations } from './commands/repair';
import { defaultRules, type FinanceRules } from './configuration';
import { createFinanceContext, type FinanceContext } from './context';
import { decisionAggregate } from './decision/aggregate';
import { fiscalYearAggregate } from './fiscalYear/record';
import { resolvers } from './resolvers';
import { voucherAggregate } from './voucher/record';

/** The department of Finance under those rules: its schema, its resolvers, its collections. */
export function financeDefinition(rules: FinanceRules = defaultRules): SubgraphDefinition<FinanceContext> {
  return {
    name: 'finance',
    sdlPath: departmentNamed('finance').sdlPath,
    resolvers,
    collections,
    aggregates: [
      accountAggregate,
      budgetLineAggregate,
      decisionAggregate,
      fiscalYearAggregate,
      voucherAggregate,
    ],
    repair: repairReservations,
    createContext: (base) => createFinanceContext(base, rules),
  };
}

/** The department under the usual rules. */
export const definition: SubgraphDefinition<FinanceContext> = financeDefinition();
