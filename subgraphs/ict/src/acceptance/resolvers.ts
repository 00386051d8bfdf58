import type { SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import { documentOf } from '../documents';
import type { AcceptanceRecord, AcceptedItemRecord } from './record';

interface AcceptedItemParent extends AcceptedItemRecord {
  readonly contractId: string;
}

/** Acceptance records: root field, entity key, and the contract's items that they accept. */
export const acceptanceResolvers: SubgraphResolvers<IctContext> = {
  Query: {
    acceptance: (_: unknown, { id }: { id: string }, { loaders }) => loaders.acceptances.load(id),
  },
  Acceptance: {
    __resolveReference: ({ id }: { id: string }, { loaders }: IctContext) => loaders.acceptances.load(id),
    id: ({ _id }: AcceptanceRecord) => _id,
    contract: ({ contractId }: AcceptanceRecord, _: unknown, { loaders }) =>
      loaders.contracts.load(contractId),
    items: ({ contractId, items }: AcceptanceRecord): AcceptedItemParent[] =>
      items.map((item) => ({ ...item, contractId })),
    document: ({ documentId }: AcceptanceRecord, _: unknown, context) => documentOf(documentId, context),
  },
  AcceptedItem: {
    item: async ({ contractId, itemId }: AcceptedItemParent, _: unknown, { loaders }) => {
      const contract = await loaders.contracts.load(contractId);
      return contract?.items.find(({ id }) => id === itemId) ?? null;
    },
  },
};
