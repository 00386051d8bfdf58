import { reference, type SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { FinanceContext } from '../context';
import { type PaymentPageArguments, paymentConnection } from './paymentConnection';
import type { PaymentRecord } from './record';

/** Payments, planned and done. */
export const paymentResolvers = {
  Query: {
    payment: (_root: unknown, { id }: { id: string }, { loaders }) => loaders.payment.load(id),
    payments: (_root: unknown, args: PaymentPageArguments, { db }) => paymentConnection(db, args),
  },
  Payment: {
    __resolveReference: ({ id }: { id: string }, { loaders }: FinanceContext) => loaders.payment.load(id),
    id: ({ _id }: PaymentRecord) => _id,
    contract: ({ contractId }: PaymentRecord) => reference('Contract', contractId),
    commitment: ({ commitmentId }: PaymentRecord, _args: unknown, { loaders }) =>
      loaders.commitment.load(commitmentId),
    budgetLine: ({ budgetLineId }: PaymentRecord, _args: unknown, { loaders }) =>
      loaders.budgetLine.load(budgetLineId),
    acceptance: ({ acceptanceId }: PaymentRecord) => reference('Acceptance', acceptanceId),
    // Name and tax code are the voucher's own copy (@provides): no call to the department that owns providers.
    payee: ({ payee }: PaymentRecord) => payee && { __typename: 'Provider', ...payee },
    reverses: ({ reversesId }: PaymentRecord, _args: unknown, { loaders }) =>
      reversesId ? loaders.payment.load(reversesId) : null,
  },
} satisfies SubgraphResolvers<FinanceContext>;
