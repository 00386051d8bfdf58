import {
  allOf,
  type Condition,
  equalTo,
  type FactStatus,
  oneOf,
  textCondition,
  within,
} from '@lien-thong/subgraph-kit';

/** `ProgrammeFilter` of the schema. */
export interface ProgrammeFilter {
  readonly ids?: readonly string[] | null;
  readonly leadId?: string | null;
  readonly activeOn?: string | null;
  readonly factStatus?: readonly FactStatus[] | null;
  readonly text?: string | null;
}

/** The MongoDB condition of a programme filter. */
export function programmeCondition(filter: ProgrammeFilter | null | undefined): Condition {
  const { ids, leadId, activeOn, factStatus, text } = filter ?? {};
  return allOf(
    oneOf('_id', ids),
    equalTo('leadId', leadId),
    within('activeFrom', { to: activeOn }),
    within('activeTo', { from: activeOn }),
    oneOf('provenance.status', factStatus),
    textCondition('searchText', text),
  );
}
