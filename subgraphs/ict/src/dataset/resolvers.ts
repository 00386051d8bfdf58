import { departmentNamed } from '@lien-thong/schema';
import { datasetInfo, type SubgraphResolvers } from '@lien-thong/subgraph-kit';
import { collections } from '../collections';
import type { IctContext } from '../context';

/** How fresh the department's data is, and how much of it is fact. */
export const datasetResolvers: SubgraphResolvers<IctContext> = {
  Query: {
    ictDataset: (_: unknown, __: unknown, { db }) =>
      datasetInfo(db, {
        publicBodyId: departmentNamed('ict').publicBodyId,
        collections,
        licence: 'CC-BY-4.0',
      }),
  },
};
