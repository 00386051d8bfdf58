import type { IctContext } from '../context';
import { currentPrice } from './currentPrice';
import type { UnitPriceRecord } from './record';
import { contractPriceStatus, serviceStatus } from './status';

/** A price that has changed. */
export type ChangedPrice = Pick<UnitPriceRecord, '_id' | 'serviceId'>;

/**
 * Writes again what services and contracts show of unit prices that have changed: the service's state and current
 * price, and the state of every contract with an item on one of them. Safe to repeat, and right whatever happened
 * before, since it computes from the prices as they are.
 */
export async function refreshPriceProjections(
  changed: readonly ChangedPrice[],
  context: Pick<IctContext, 'repositories'>,
): Promise<void> {
  await refreshServices([...new Set(changed.map(({ serviceId }) => serviceId))], context);
  await refreshContracts(
    changed.map(({ _id }) => _id),
    context,
  );
}

async function refreshServices(
  serviceIds: readonly string[],
  { repositories: { services, unitPrices } }: Pick<IctContext, 'repositories'>,
): Promise<void> {
  const prices = await unitPrices.findByServices(serviceIds);
  for (const serviceId of serviceIds) {
    const own = prices.filter((price) => price.serviceId === serviceId);
    await services.setPrices(serviceId, {
      unitPriceStatus: serviceStatus(own),
      currentUnitPriceId: currentPrice(own)?._id ?? null,
    });
  }
}

async function refreshContracts(
  unitPriceIds: readonly string[],
  { repositories: { contracts, unitPrices } }: Pick<IctContext, 'repositories'>,
): Promise<void> {
  const affected = await contracts.findPricesOfContracts(unitPriceIds);
  const statusOf = await priceStatuses(
    affected.flatMap((contract) => contract.unitPriceIds),
    unitPrices,
  );
  for (const { contractId, unitPriceIds: used, itemCount, unitPriceStatus } of affected) {
    const priced = used.map(statusOf);
    const unpriced = Array.from({ length: itemCount - priced.length }, () => ({ status: 'NONE' as const }));
    const status = contractPriceStatus([...priced, ...unpriced]);
    if (status !== unitPriceStatus) await contracts.setUnitPriceStatus(contractId, status);
  }
}

async function priceStatuses(
  ids: readonly string[],
  unitPrices: IctContext['repositories']['unitPrices'],
): Promise<(id: string) => Pick<UnitPriceRecord, 'status'>> {
  const found = await unitPrices.findByIds([...new Set(ids)]);
  const byId = new Map(found.map((price) => [price._id, price]));
  return (id) => byId.get(id) ?? { status: 'NONE' };
}
