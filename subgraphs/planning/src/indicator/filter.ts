import {
  allOf,
  type Condition,
  equalTo,
  type FactStatus,
  oneOf,
  textCondition,
} from '@lien-thong/subgraph-kit';
import type { AssessmentState } from './assess';
import type { IndicatorMeasure } from './record';

/** `IndicatorFilter` of the schema. */
export interface IndicatorFilter {
  readonly ids?: readonly string[] | null;
  readonly programmeId?: string | null;
  readonly stewardId?: string | null;
  readonly period?: string | null;
  readonly state?: readonly AssessmentState[] | null;
  readonly measure?: readonly IndicatorMeasure[] | null;
  readonly factStatus?: readonly FactStatus[] | null;
  readonly text?: string | null;
}

/** The MongoDB condition of what an indicator's own row can tell; `period` and `state` are answered from its figures. */
export function indicatorCondition(filter: IndicatorFilter | null | undefined): Condition {
  const { ids, programmeId, stewardId, measure, factStatus, text } = filter ?? {};
  return allOf(
    oneOf('_id', ids),
    equalTo('programmeIds', programmeId),
    equalTo('stewardId', stewardId),
    oneOf('measure', measure),
    oneOf('provenance.status', factStatus),
    textCondition('searchText', text),
  );
}
