import {
  allOf,
  type Condition,
  equalTo,
  type FactStatus,
  type OrderTerm,
  oneOf,
  type Range,
  sortOrder,
  textCondition,
  within,
} from '@lien-thong/subgraph-kit';

/** `ContractFilter` of the schema. */
export interface ContractFilter {
  readonly ids?: readonly string[] | null;
  readonly programmeId?: string | null;
  readonly serviceId?: string | null;
  readonly providerId?: string | null;
  readonly buyerId?: string | null;
  readonly fiscalYear?: number | null;
  readonly status?: readonly string[] | null;
  readonly method?: readonly string[] | null;
  readonly unitPriceStatus?: readonly string[] | null;
  readonly signed?: Range<string> | null;
  readonly value?: { readonly min?: number | null; readonly max?: number | null } | null;
  readonly factStatus?: readonly FactStatus[] | null;
  readonly text?: string | null;
}

/** The condition that a contract matches the filter: fields are ANDed, lists ORed, ranges inclusive. */
export function contractCondition(filter: ContractFilter | null | undefined): Condition {
  if (!filter) return {};
  const { value } = filter;
  return allOf(
    oneOf('_id', filter.ids),
    equalTo('programmeId', filter.programmeId),
    equalTo('items.serviceId', filter.serviceId),
    equalTo('provider._id', filter.providerId),
    equalTo('buyerId', filter.buyerId),
    equalTo('fiscalYear', filter.fiscalYear),
    oneOf('status', filter.status),
    oneOf('procurementMethod', filter.method),
    oneOf('unitPriceStatus', filter.unitPriceStatus),
    within('signedOn', filter.signed),
    within('value.amount', value && { from: value.min, to: value.max }),
    oneOf('provenance.status', filter.factStatus),
    textCondition('searchText', filter.text),
  );
}

/** `ContractOrder` of the schema. */
export type ContractOrder = OrderTerm<'SIGNED_ON' | 'VALUE' | 'NUMBER'>;

/** The stored order of contracts; by number where none is asked for. */
export const contractSort = (orderBy: readonly ContractOrder[] | null | undefined) =>
  sortOrder({ SIGNED_ON: 'signedOn', VALUE: 'value.amount', NUMBER: 'number' }, orderBy, {
    field: 'NUMBER',
    direction: 'ASC',
  });
