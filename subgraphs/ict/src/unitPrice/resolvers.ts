import type { SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import { documentOf } from '../documents';
import { historyField } from '../history';
import type { UnitPriceRecord } from './record';

/** Unit prices: root field, entity key, and the papers of each step. */
export const unitPriceResolvers: SubgraphResolvers<IctContext> = {
  Query: {
    unitPrice: (_: unknown, { id }: { id: string }, { loaders }) => loaders.unitPrices.load(id),
  },
  UnitPrice: {
    __resolveReference: ({ id }: { id: string }, { loaders }: IctContext) => loaders.unitPrices.load(id),
    id: ({ _id }: UnitPriceRecord) => _id,
    service: ({ serviceId }: UnitPriceRecord, _: unknown, { loaders }) => loaders.services.load(serviceId),
    history: historyField('unitPrice'),
    submittedIn: (row: UnitPriceRecord, _: unknown, context) => documentOf(row.submittedInId, context),
    selectionResult: (row: UnitPriceRecord, _: unknown, context) => documentOf(row.resultDocumentId, context),
    approvedBy: (row: UnitPriceRecord, _: unknown, context) => documentOf(row.approvedById, context),
    appraisalReport: (row: UnitPriceRecord, _: unknown, context) =>
      documentOf(row.appraisalReportId, context),
    comparedBy: (row: UnitPriceRecord, _: unknown, { publicBodies }) =>
      publicBodies.byIds(row.comparedByIds ?? []),
    comparedWith: async (row: UnitPriceRecord, _: unknown, { loaders }) => {
      const prices = await Promise.all(row.comparedWithIds.map((id) => loaders.unitPrices.load(id)));
      return prices.filter((price) => price !== null);
    },
  },
};
