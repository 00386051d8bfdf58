import type { PublicBodyRecord, SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import { type ContractArguments, contractsBelow } from '../contract/contractsBelow';

/** What this department adds to a public body. */
export const publicBodyResolvers: SubgraphResolvers<IctContext> = {
  PublicBody: {
    contractsAsBuyer: ({ _id }: PublicBodyRecord, args: ContractArguments, context) =>
      contractsBelow({ parent: 'buyerId', parentId: _id, args }, context),
  },
};
