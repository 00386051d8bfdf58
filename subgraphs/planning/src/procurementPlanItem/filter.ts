import { allOf, type Condition, equalTo, type FactStatus, oneOf } from '@lien-thong/subgraph-kit';
import type { ProcurementStatus } from './record';

/** `ProcurementPlanFilter` of the schema. */
export interface ProcurementPlanFilter {
  readonly programmeId?: string | null;
  readonly serviceId?: string | null;
  readonly organiserId?: string | null;
  readonly fiscalYear?: number | null;
  readonly status?: readonly ProcurementStatus[] | null;
  readonly hasContract?: boolean | null;
  readonly factStatus?: readonly FactStatus[] | null;
}

/** The MongoDB condition of a filter on the contractor selection plan. */
export function procurementPlanCondition(filter: ProcurementPlanFilter | null | undefined): Condition {
  const { programmeId, serviceId, organiserId, fiscalYear, status, hasContract, factStatus } = filter ?? {};
  return allOf(
    equalTo('programmeId', programmeId),
    equalTo('serviceId', serviceId),
    equalTo('organiserId', organiserId),
    equalTo('fiscalYear', fiscalYear),
    oneOf('status', status),
    equalTo('hasContract', hasContract),
    oneOf('provenance.status', factStatus),
  );
}
