import { type Condition, type FactStatus, textCondition } from '@lien-thong/subgraph-kit';
import { allOf, between, equal, oneOf } from '../conditions';

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
    equal('leadId', leadId),
    between('activeFrom', null, activeOn),
    between('activeTo', activeOn, null),
    oneOf('provenance.status', factStatus),
    textCondition('searchText', text),
  );
}
