import { createBatchLoader, createGroupLoader } from '@lien-thong/subgraph-kit';
import type { ContractParent } from './contract/repository';
import { numberKey } from './numberKey';
import type { Repositories } from './repositories';

/** The loaders of one request: every question that is asked row by row becomes one command for all rows. */
export function createLoaders(repositories: Repositories) {
  const { acceptances, contracts, documents, negotiationRounds, providers, services, unitPrices } =
    repositories;
  return {
    acceptances: createBatchLoader(acceptances.findByIds, ({ _id }) => _id),
    acceptancesOfContract: acceptances.pagesOfContracts(),
    contracts: createBatchLoader(contracts.findByIds, ({ _id }) => _id),
    /** Keys are normalized numbers. */
    contractsByNumber: createBatchLoader(contracts.findByNumbers, (row) => numberKey(row.number, row._id)),
    contractsBelow: contractPages(repositories),
    documents: createBatchLoader(documents.findByIds, ({ _id }) => _id),
    /** Keys are normalized numbers. */
    documentsByNumber: createBatchLoader(documents.findByNumbers, (row) => numberKey(row.number, row._id)),
    negotiationsOfService: negotiationRounds.pagesOfServices(),
    providers: createBatchLoader(providers.findByIds, ({ _id }) => _id),
    services: createBatchLoader(services.findByIds, ({ _id }) => _id),
    servicesByCode: createBatchLoader(services.findByCodes, ({ code }) => code),
    signedContractsOfProgramme: createGroupLoader(
      contracts.summariesOfProgrammes,
      ({ programmeId }) => programmeId ?? '',
    ),
    unitPrices: createBatchLoader(unitPrices.findByIds, ({ _id }) => _id),
    unitPricesOfService: unitPrices.pagesOfServices(),
    allUnitPricesOfService: createGroupLoader(unitPrices.findByServices, ({ serviceId }) => serviceId),
  };
}

function contractPages({ contracts }: Repositories) {
  return {
    programmeId: contracts.childPages('programmeId'),
    'provider._id': contracts.childPages('provider._id'),
    'items.serviceId': contracts.childPages('items.serviceId'),
    buyerId: contracts.childPages('buyerId'),
  } satisfies Record<ContractParent, unknown>;
}

/** The loaders of one request. */
export type Loaders = ReturnType<typeof createLoaders>;
