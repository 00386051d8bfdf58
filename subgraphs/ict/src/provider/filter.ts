import { allOf, type Condition, type FactStatus, oneOf, textCondition } from '@lien-thong/subgraph-kit';

/** `ProviderFilter` of the schema. */
export interface ProviderFilter {
  readonly ids?: readonly string[] | null;
  readonly text?: string | null;
  readonly factStatus?: readonly FactStatus[] | null;
}

/** The condition that a provider matches the filter. */
export function providerCondition(filter: ProviderFilter | null | undefined): Condition {
  if (!filter) return {};
  return allOf(
    oneOf('_id', filter.ids),
    oneOf('provenance.status', filter.factStatus),
    textCondition('searchText', filter.text),
  );
}
