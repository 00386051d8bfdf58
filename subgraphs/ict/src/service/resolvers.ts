import { oneOf, type PageArguments, type SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import { type ContractArguments, contractsBelow } from '../contract/contractsBelow';
import { priceOn } from '../unitPrice/currentPrice';
import type { UnitPriceStatus } from '../unitPrice/status';
import { type ServiceFilter, type ServiceOrder, serviceCondition, serviceSort } from './filter';
import type { ServiceRecord } from './record';

interface ServiceArguments extends PageArguments {
  readonly filter?: ServiceFilter | null;
  readonly orderBy?: readonly ServiceOrder[] | null;
}

interface UnitPriceArguments extends PageArguments {
  readonly status?: readonly UnitPriceStatus[] | null;
}

async function currentUnitPrice(service: ServiceRecord, on: string | null | undefined, context: IctContext) {
  const { unitPrices, allUnitPricesOfService } = context.loaders;
  if (!on) return service.currentUnitPriceId ? unitPrices.load(service.currentUnitPriceId) : null;
  return priceOn(await allUnitPricesOfService.load(service._id), on);
}

/** Leased services: root fields, entity keys, prices, negotiations and contracts. */
export const serviceResolvers: SubgraphResolvers<IctContext> = {
  Query: {
    service: (_: unknown, { id }: { id: string }, { loaders }) => loaders.services.load(id),
    serviceByCode: (_: unknown, { code }: { code: string }, { loaders }) => loaders.servicesByCode.load(code),
    services: (_: unknown, args: ServiceArguments, { repositories: { services } }) =>
      services.page({ filter: serviceCondition(args.filter), sort: serviceSort(args.orderBy), args }),
  },
  Service: {
    __resolveReference: ({ id, code }: { id?: string; code?: string }, { loaders }: IctContext) =>
      id ? loaders.services.load(id) : loaders.servicesByCode.load(code ?? ''),
    id: ({ _id }: ServiceRecord) => _id,
    currentUnitPrice: (service: ServiceRecord, { on }: { on?: string | null }, context) =>
      currentUnitPrice(service, on, context),
    unitPrices: ({ _id }: ServiceRecord, args: UnitPriceArguments, { loaders }) =>
      loaders.unitPricesOfService.load({
        parentId: _id,
        filter: oneOf('status', args.status) ?? {},
        sort: [{ field: 'validity.startDate', direction: 1 }],
        args,
      }),
    negotiations: ({ _id }: ServiceRecord, args: PageArguments, { loaders }) =>
      loaders.negotiationsOfService.load({
        parentId: _id,
        filter: {},
        sort: [
          { field: 'period.startDate', direction: 1 },
          { field: 'round', direction: 1 },
        ],
        args,
      }),
    contracts: ({ _id }: ServiceRecord, args: ContractArguments, context) =>
      contractsBelow({ parent: 'items.serviceId', parentId: _id, args }, context),
  },
};
