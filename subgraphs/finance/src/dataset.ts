import { departmentNamed } from '@lien-thong/schema';
import { datasetInfo, type SubgraphResolvers } from '@lien-thong/subgraph-kit';
import { datasetCollections } from './collections';
import type { FinanceContext } from './context';

/** How fresh the department's data is. */
export const datasetResolvers = {
  Query: {
    financeDataset: (_root: unknown, _args: unknown, { db }) =>
      datasetInfo(db, {
        publicBodyId: departmentNamed('finance').publicBodyId,
        collections: datasetCollections,
        licence: 'CC-BY-4.0',
      }),
  },
} satisfies SubgraphResolvers<FinanceContext>;
