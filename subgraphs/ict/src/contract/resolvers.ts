import { reference, type SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import { documentOf, documentsOf } from '../documents';
import { historyField } from '../history';
import { normalizedNumber } from '../numberKey';
import type { ContractArguments } from './contractsBelow';
import { contractCondition, contractSort } from './filter';
import type { AmendmentRecord, ContractItemRecord, ContractRecord } from './record';
import { withDatabaseTotals } from './totals';

/** Contracts: root fields, entity keys, and what is fetched rather than stored. */
export const contractResolvers: SubgraphResolvers<IctContext> = {
  Query: {
    contract: (_: unknown, { id }: { id: string }, { loaders }) => loaders.contracts.load(id),
    contractByNumber: (_: unknown, { number }: { number: string }, { loaders }) =>
      loaders.contractsByNumber.load(normalizedNumber(number)),
    contracts: async (_: unknown, args: ContractArguments, { repositories, loaders }) => {
      const { contracts } = repositories;
      const filter = contractCondition(args.filter);
      const page = await contracts.page({ filter, sort: contractSort(args.orderBy), args });
      // Acceptance records below look up the items of their contract.
      for (const row of page.nodes) loaders.contracts.prime(row._id, row);
      return withDatabaseTotals(page, contracts, filter);
    },
  },
  Contract: {
    __resolveReference: ({ id, number }: { id?: string; number?: string }, { loaders }: IctContext) =>
      id ? loaders.contracts.load(id) : loaders.contractsByNumber.load(normalizedNumber(number ?? '')),
    id: ({ _id }: ContractRecord) => _id,
    procuringEntity: (row: ContractRecord, _: unknown, { publicBodies }) =>
      publicBodies.byId(row.procuringEntityId),
    buyer: (row: ContractRecord, _: unknown, { publicBodies }) => publicBodies.byId(row.buyerId),
    programme: ({ programmeId }: ContractRecord) => reference('Programme', programmeId),
    acceptances: ({ _id }: ContractRecord, args, { loaders }) =>
      loaders.acceptancesOfContract.load({
        parentId: _id,
        filter: {},
        sort: [{ field: 'acceptedOn', direction: 1 }],
        args,
      }),
    history: historyField('contract'),
    documents: (row: ContractRecord, _: unknown, context) => documentsOf(row.documentIds, context),
  },
  ContractItem: {
    service: (item: ContractItemRecord, _: unknown, { loaders }) => loaders.services.load(item.serviceId),
    unitPrice: (item: ContractItemRecord, _: unknown, { loaders }) =>
      item.unitPriceId ? loaders.unitPrices.load(item.unitPriceId) : null,
  },
  Amendment: {
    document: ({ documentId }: AmendmentRecord, _: unknown, context) => documentOf(documentId, context),
  },
};
