import {
  historyOf,
  type MoneyRecord,
  money,
  type PageArguments,
  type SubgraphResolvers,
  subtractMoney,
} from '@lien-thong/subgraph-kit';
import { accountAggregate } from '../account/account';
import type { EntryRecord } from '../commitment/record';
import { advanceUnrecoveredOf, paidOf } from '../commitment/totals';
import type { FinanceContext } from '../context';
import { paymentCondition, paymentSort } from '../payment/filter';
import { childPaymentConnection, type PaymentPageArguments } from '../payment/paymentConnection';
import { settlementBlockers } from './settlementBlockers';

/** A contract as the gateway names it, with what `@requires` brings from the department that owns it. */
interface ContractReference {
  readonly id: string;
  readonly value?: { readonly amount: number; readonly qualifier?: MoneyRecord['qualifier'] };
  readonly acceptedValue?: { readonly amount: number };
  readonly unitPriceStatus?: string;
}

interface AsOf {
  readonly asOf?: string | null;
}

async function entriesOf({ id }: ContractReference, { loaders }: FinanceContext): Promise<EntryRecord[]> {
  const commitments = await loaders.commitmentsOfContract.load(id);
  return commitments.flatMap(({ entries }) => entries);
}

/** What may still be paid against acceptances: accepted − Σ payments − unrecovered advance, never below zero. */
export function payableOf(acceptedValue: number, entries: readonly EntryRecord[]): MoneyRecord {
  // Payments and unrecovered advances together are what was paid.
  return money(Math.max(0, acceptedValue - paidOf(entries).amount));
}

/** What finance adds to contracts. Any id is answered: the department that owns contracts knows which exist. */
export const contractResolvers = {
  Contract: {
    __resolveReference: (contract: ContractReference) => contract,
    commitments: ({ id }: ContractReference, _args: unknown, { loaders }) =>
      loaders.commitmentsOfContract.load(id),
    payments: async ({ id }: ContractReference, args: PaymentPageArguments, { loaders }) =>
      childPaymentConnection(
        await loaders.paymentsOfContract.load({
          parentId: id,
          filter: paymentCondition(args.filter),
          sort: paymentSort(args.orderBy),
          args,
        }),
      ),
    paid: async (contract: ContractReference, { asOf }: AsOf, context) =>
      paidOf(await entriesOf(contract, context), asOf),
    advanceUnrecovered: async (contract: ContractReference, { asOf }: AsOf, context) =>
      advanceUnrecoveredOf(await entriesOf(contract, context), asOf),
    outstanding: async (contract: ContractReference, { asOf }: AsOf, context) => {
      if (!contract.value) return null;
      const { amount, qualifier = 'EXACT' } = contract.value;
      return subtractMoney({ amount, qualifier }, paidOf(await entriesOf(contract, context), asOf));
    },
    payableNow: async (contract: ContractReference, _args: unknown, context) =>
      contract.acceptedValue
        ? payableOf(contract.acceptedValue.amount, await entriesOf(contract, context))
        : null,
    settlementBlockers: async (contract: ContractReference, _args: unknown, { loaders }) => {
      const { id, value, acceptedValue, unitPriceStatus } = contract;
      if (!value || !acceptedValue || !unitPriceStatus) return null;
      const state = { unitPriceStatus, value: value.amount, acceptedValue: acceptedValue.amount };
      return settlementBlockers(state, await loaders.commitmentsOfContract.load(id));
    },
    settlement: ({ id }: ContractReference, _args: unknown, { loaders }) =>
      loaders.settlementOfContract.load(id),
    financeHistory: ({ id }: ContractReference, args: PageArguments, { db }) =>
      historyOf(db, { type: accountAggregate.type, id }, args),
  },
} satisfies SubgraphResolvers<FinanceContext>;
