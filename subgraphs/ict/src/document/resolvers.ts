import type { PageArguments, SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import { documentsOf } from '../documents';
import { historyField } from '../history';
import { normalizedNumber } from '../numberKey';
import { type DocumentFilter, type DocumentOrder, documentCondition, documentSort } from './filter';
import type { DocumentRecord } from './record';

interface DocumentArguments extends PageArguments {
  readonly filter?: DocumentFilter | null;
  readonly orderBy?: readonly DocumentOrder[] | null;
}

/** The registry of documents: root fields, entity keys, and what a document rests on. */
export const documentResolvers: SubgraphResolvers<IctContext> = {
  Query: {
    document: (_: unknown, { id }: { id: string }, { loaders }) => loaders.documents.load(id),
    documentByNumber: (_: unknown, { number }: { number: string }, { loaders }) =>
      loaders.documentsByNumber.load(normalizedNumber(number)),
    documents: (_: unknown, args: DocumentArguments, { repositories: { documents } }) =>
      documents.page({ filter: documentCondition(args.filter), sort: documentSort(args.orderBy), args }),
  },
  Document: {
    __resolveReference: ({ id, number }: { id?: string; number?: string }, { loaders }: IctContext) =>
      id ? loaders.documents.load(id) : loaders.documentsByNumber.load(normalizedNumber(number ?? '')),
    id: ({ _id }: DocumentRecord) => _id,
    history: historyField('document'),
    issuer: ({ issuerId }: DocumentRecord, _: unknown, { publicBodies }) => publicBodies.byId(issuerId),
    basedOn: (row: DocumentRecord, _: unknown, context) => documentsOf(row.basedOnIds, context),
  },
};
