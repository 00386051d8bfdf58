import {
  allOf,
  type Condition,
  type FactStatus,
  type OrderTerm,
  oneOf,
  sortOrder,
  textCondition,
} from '@lien-thong/subgraph-kit';

/** `ServiceFilter` of the schema. */
export interface ServiceFilter {
  readonly ids?: readonly string[] | null;
  readonly category?: readonly string[] | null;
  readonly unitPriceStatus?: readonly string[] | null;
  readonly hasApprovedUnitPrice?: boolean | null;
  readonly activeOn?: string | null;
  readonly factStatus?: readonly FactStatus[] | null;
  readonly text?: string | null;
}

/** A lease runs on a day unless it has not begun or is over; an end that the source does not give is open. */
function leasedOn(day: string): Condition {
  return {
    $and: [
      { $or: [{ 'leasePeriod.startDate': { $lte: day } }, { 'leasePeriod.startDate': null }] },
      { $or: [{ 'leasePeriod.endDate': { $gte: day } }, { 'leasePeriod.endDate': null }] },
    ],
  };
}

function approved(wanted: boolean | null | undefined): Condition | null {
  if (wanted === null || wanted === undefined) return null;
  return { unitPriceStatus: wanted ? 'APPROVED' : { $ne: 'APPROVED' } };
}

/** The condition that a service matches the filter. */
export function serviceCondition(filter: ServiceFilter | null | undefined): Condition {
  if (!filter) return {};
  return allOf(
    oneOf('_id', filter.ids),
    oneOf('category', filter.category),
    oneOf('unitPriceStatus', filter.unitPriceStatus),
    approved(filter.hasApprovedUnitPrice),
    filter.activeOn ? leasedOn(filter.activeOn) : null,
    oneOf('provenance.status', filter.factStatus),
    textCondition('searchText', filter.text),
  );
}

/** `ServiceOrder` of the schema. */
export type ServiceOrder = OrderTerm<'CODE' | 'NAME' | 'UNIT_PRICE_STATUS'>;

/** The stored order of services; by code where none is asked for. */
export const serviceSort = (orderBy: readonly ServiceOrder[] | null | undefined) =>
  sortOrder({ CODE: 'code', NAME: 'nameKey', UNIT_PRICE_STATUS: 'unitPriceRank' }, orderBy, {
    field: 'CODE',
    direction: 'ASC',
  });
