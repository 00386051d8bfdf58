import { refuse } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../../context';

/** What finance holds of a contract, in whole đồng. */
export interface MoneyOnContract {
  readonly paid: number;
  readonly advanceUnrecovered: number;
}

interface Answer {
  readonly _entities: ReadonlyArray<{
    readonly paid: { readonly amount: number } | null;
    readonly advanceUnrecovered: { readonly amount: number } | null;
  } | null>;
}

const query = `query MoneyOnContract($contracts: [_Any!]!) {
  _entities(representations: $contracts) { ... on Contract { paid { amount } advanceUnrecovered { amount } } }
}`;

/**
 * Asks finance what was paid on a contract and how much advance is not recovered. Fails closed: without a whole answer
 * in time the command is refused with UPSTREAM_UNAVAILABLE, and nothing is written.
 */
export async function askFinance(contractId: string, { ask }: IctContext): Promise<MoneyOnContract> {
  const contracts = [{ __typename: 'Contract', id: contractId }];
  const { _entities } = await ask<Answer>('finance', { query, variables: { contracts } });
  const [contract] = _entities;
  if (!contract?.paid || !contract.advanceUnrecovered) return refuse('UPSTREAM_UNAVAILABLE');
  return { paid: contract.paid.amount, advanceUnrecovered: contract.advanceUnrecovered.amount };
}
