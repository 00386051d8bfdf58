import {
  allOf,
  type Condition,
  daysOfPeriod,
  equalTo,
  type FactStatus,
  oneOf,
  within,
} from '@lien-thong/subgraph-kit';
import type { ObservationStatus } from './record';

/** `ObservationFilter` of the schema. */
export interface ObservationFilter {
  readonly indicatorId?: string | null;
  readonly scopeId?: string | null;
  readonly allScopes?: boolean | null;
  readonly fromPeriod?: string | null;
  readonly toPeriod?: string | null;
  readonly status?: readonly ObservationStatus[] | null;
  readonly allVintages?: boolean | null;
  readonly factStatus?: readonly FactStatus[] | null;
}

function scopeCondition({ scopeId, allScopes }: ObservationFilter): Condition | null {
  if (scopeId) return { scopeId };
  return allScopes ? null : { scopeId: null };
}

/**
 * The MongoDB condition of an observation filter. Without `allVintages`, figures that have been revised stay out;
 * without `scopeId` or `allScopes`, so do those of single places, which are other series.
 */
export function observationCondition(filter: ObservationFilter | null | undefined): Condition {
  const { indicatorId, fromPeriod, toPeriod, status, allVintages, factStatus } = filter ?? {};
  const from = fromPeriod ? daysOfPeriod(fromPeriod) : null;
  const to = toPeriod ? daysOfPeriod(toPeriod) : null;
  return allOf(
    { series: 'ACTUAL' },
    allVintages ? null : { revisedById: null },
    equalTo('indicatorId', indicatorId),
    scopeCondition(filter ?? {}),
    within('periodFrom', { from: from?.from }),
    within('periodTo', { to: to?.to }),
    oneOf('status', status),
    oneOf('provenance.status', factStatus),
  );
}
