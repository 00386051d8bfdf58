import type { SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import { type ContractArguments, contractsBelow } from '../contract/contractsBelow';
import { contractSummary } from '../contract/summary';

interface ProgrammeReference {
  readonly id: string;
}

/** What this department adds to a programme, which another department owns. */
export const programmeResolvers: SubgraphResolvers<IctContext> = {
  Programme: {
    __resolveReference: ({ id }: ProgrammeReference) => ({ id }),
    contracts: ({ id }: ProgrammeReference, args: ContractArguments, context) =>
      contractsBelow({ parent: 'programmeId', parentId: id, args }, context),
    contractSummary: async (
      { id }: ProgrammeReference,
      { fiscalYear }: { fiscalYear?: number | null },
      { loaders },
    ) => contractSummary(await loaders.signedContractsOfProgramme.load(id), fiscalYear ?? null),
  },
};
