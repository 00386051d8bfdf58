import { type SubgraphResolvers, sumMoney } from '@lien-thong/subgraph-kit';
import type { FinanceContext } from '../context';

interface ServiceReference {
  readonly id: string;
}

/** What finance adds to services: what was paid, split in proportion to the items of the contracts. */
export const serviceResolvers = {
  Service: {
    __resolveReference: ({ id }: ServiceReference) => ({ id }),
    paid: async ({ id }: ServiceReference, args: { fiscalYear?: number | null }, { loaders }) => {
      const figures = await loaders.figuresOfService.load(id);
      return sumMoney(
        figures
          .filter(({ fiscalYear }) => args.fiscalYear == null || fiscalYear === args.fiscalYear)
          .map(({ amount }) => ({ amount, qualifier: 'EXACT' })),
      );
    },
  },
} satisfies SubgraphResolvers<FinanceContext>;
