import type { PageArguments } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import { type ContractFilter, type ContractOrder, contractCondition, contractSort } from './filter';
import type { ContractParent } from './repository';
import { type ContractPage, withSummaryTotals } from './totals';

/** Arguments of a list of contracts. */
export interface ContractArguments extends PageArguments {
  readonly filter?: ContractFilter | null;
  readonly orderBy?: readonly ContractOrder[] | null;
}

/** A parent of contracts, and which page of them. */
export interface ContractsBelow {
  readonly parent: ContractParent;
  readonly parentId: string;
  readonly args: ContractArguments;
}

/** A page of the contracts below a parent; parents asked together share their commands. */
export async function contractsBelow(question: ContractsBelow, context: IctContext): Promise<ContractPage> {
  const { parent, parentId, args } = question;
  const page = await context.loaders.contractsBelow[parent].load({
    parentId,
    filter: contractCondition(args.filter),
    sort: contractSort(args.orderBy),
    args,
  });
  for (const row of page.nodes) context.loaders.contracts.prime(row._id, row);
  return withSummaryTotals(page);
}
