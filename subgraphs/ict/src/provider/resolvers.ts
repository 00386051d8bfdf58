import type { PageArguments, SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import { type ContractArguments, contractsBelow } from '../contract/contractsBelow';
import { historyField } from '../history';
import { type ProviderFilter, providerCondition } from './filter';
import type { ProviderRecord, ProviderSnapshot } from './record';

interface ProviderArguments extends PageArguments {
  readonly filter?: ProviderFilter | null;
}

/** Providers. A parent may be the snapshot that a contract keeps: name and tax code then cost no fetch. */
export const providerResolvers: SubgraphResolvers<IctContext> = {
  Query: {
    provider: (_: unknown, { id }: { id: string }, { loaders }) => loaders.providers.load(id),
    providers: (_: unknown, args: ProviderArguments, { repositories: { providers } }) =>
      providers.page(providerCondition(args.filter), args),
  },
  Provider: {
    __resolveReference: ({ id }: { id: string }, { loaders }: IctContext) => loaders.providers.load(id),
    id: ({ _id }: ProviderSnapshot) => _id,
    contracts: ({ _id }: ProviderSnapshot, args: ContractArguments, context) =>
      contractsBelow({ parent: 'provider._id', parentId: _id, args }, context),
    history: historyField('provider'),
    provenance: async (provider: ProviderRecord | ProviderSnapshot, _: unknown, { loaders }) =>
      'provenance' in provider
        ? provider.provenance
        : (await loaders.providers.load(provider._id))?.provenance,
  },
};
