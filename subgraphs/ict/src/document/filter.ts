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

/** `DocumentFilter` of the schema. */
export interface DocumentFilter {
  readonly ids?: readonly string[] | null;
  readonly kind?: readonly string[] | null;
  readonly status?: readonly string[] | null;
  readonly issuerId?: string | null;
  readonly issued?: Range<string> | null;
  readonly factStatus?: readonly FactStatus[] | null;
  readonly text?: string | null;
}

/** The condition that a document matches the filter. */
export function documentCondition(filter: DocumentFilter | null | undefined): Condition {
  if (!filter) return {};
  return allOf(
    oneOf('_id', filter.ids),
    oneOf('kind', filter.kind),
    oneOf('status', filter.status),
    equalTo('issuerId', filter.issuerId),
    within('issuedOn', filter.issued),
    oneOf('provenance.status', filter.factStatus),
    textCondition('searchText', filter.text),
  );
}

/** `DocumentOrder` of the schema. */
export type DocumentOrder = OrderTerm<'ISSUED_ON' | 'NUMBER'>;

/** The stored order of documents; newest first where none is asked for, undated ones last. */
export const documentSort = (orderBy: readonly DocumentOrder[] | null | undefined) =>
  sortOrder({ ISSUED_ON: 'issuedOn', NUMBER: 'number' }, orderBy, { field: 'ISSUED_ON', direction: 'DESC' });
