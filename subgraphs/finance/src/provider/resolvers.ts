import { type MoneyRecord, type SubgraphResolvers, sumMoney } from '@lien-thong/subgraph-kit';
import type { PayeeFigure } from '../commitment/repository';
import type { FinanceContext } from '../context';
import { paymentCondition, paymentSort } from '../payment/filter';
import { childPaymentConnection, type PaymentPageArguments } from '../payment/paymentConnection';

interface ProviderReference {
  readonly id: string;
}

function sumOf(figures: readonly PayeeFigure[]): MoneyRecord {
  return sumMoney(figures.map(({ amount }) => ({ amount, qualifier: 'EXACT' })));
}

/** What finance adds to providers. Any id is answered: the department that owns providers knows which exist. */
export const providerResolvers = {
  Provider: {
    __resolveReference: (provider: ProviderReference) => provider,
    payments: async ({ id }: ProviderReference, args: PaymentPageArguments, { loaders }) =>
      childPaymentConnection(
        await loaders.paymentsOfPayee.load({
          parentId: id,
          filter: paymentCondition(args.filter),
          sort: paymentSort(null),
          args,
        }),
      ),
    totalPaid: async ({ id }: ProviderReference, args: { fiscalYear?: number | null }, { loaders }) => {
      const figures = await loaders.figuresOfPayee.load(id);
      return sumOf(
        figures.filter(
          (figure) =>
            figure.of === 'paid' && (args.fiscalYear == null || figure.fiscalYear === args.fiscalYear),
        ),
      );
    },
    advanceUnrecovered: async ({ id }: ProviderReference, _args: unknown, { loaders }) => {
      const figures = await loaders.figuresOfPayee.load(id);
      return sumOf(figures.filter((figure) => figure.of === 'advanceUnrecovered'));
    },
  },
} satisfies SubgraphResolvers<FinanceContext>;
