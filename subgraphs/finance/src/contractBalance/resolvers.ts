import { dayInHanoi, money, reference, type SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { StoredCommitment } from '../commitment/record';
import { overdueOf } from '../commitment/totals';
import type { FinanceContext } from '../context';
import {
  balanceCondition,
  balanceSort,
  type ContractBalanceFilter,
  type ContractBalanceOrder,
  ordersByOverdue,
} from './filter';
import { countBalances, pageByOverdue, pageOfBalances, sumOutstanding } from './repository';

interface BalanceArguments {
  readonly filter?: ContractBalanceFilter | null;
  readonly orderBy?: readonly ContractBalanceOrder[] | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A commitment seen as a balance, on the day on which what is overdue is asked for. */
interface Balance extends StoredCommitment {
  readonly day: string;
}

/** Balances: one a commitment, what is still to be paid of it. */
export const contractBalanceResolvers = {
  Query: {
    contractBalances: async (_root: unknown, args: BalanceArguments, { db, clock }) => {
      const filter = balanceCondition(args.filter);
      const sort = balanceSort(args.orderBy);
      const day = args.filter?.overdueOn ?? dayInHanoi(clock.now());
      const page = ordersByOverdue(sort)
        ? await pageByOverdue(db, day, { filter, sort, args })
        : await pageOfBalances(db, { filter, sort, args });
      return {
        ...page,
        nodes: page.nodes.map((commitment): Balance => ({ ...commitment, day })),
        totalCount: () => countBalances(db, filter),
        totalOutstanding: async () => money(await sumOutstanding(db, filter)),
      };
    },
  },
  ContractBalance: {
    contract: ({ contractId }: Balance) => reference('Contract', contractId),
    programme: ({ programmeId }: Balance) => reference('Programme', programmeId),
    committed: ({ amount }: Balance) => amount,
    overdue: ({ openPayments, day }: Balance) => overdueOf(openPayments, day),
  },
} satisfies SubgraphResolvers<FinanceContext>;
