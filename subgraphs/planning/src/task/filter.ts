import {
  allOf,
  type Condition,
  daysOfPeriod,
  equalTo,
  type FactStatus,
  oneOf,
  within,
} from '@lien-thong/subgraph-kit';
import type { TaskStatus } from './record';

/** `TaskFilter` of the schema. */
export interface TaskFilter {
  readonly programmeId?: string | null;
  readonly assigneeId?: string | null;
  readonly dueIn?: string | null;
  readonly due?: { readonly from?: string | null; readonly to?: string | null } | null;
  readonly status?: readonly TaskStatus[] | null;
  readonly factStatus?: readonly FactStatus[] | null;
}

/** The MongoDB condition of a task filter. `dueIn` means due within that period, however exactly the source says it. */
export function taskCondition(filter: TaskFilter | null | undefined): Condition {
  const { programmeId, assigneeId, dueIn, due, status, factStatus } = filter ?? {};
  const period = dueIn ? daysOfPeriod(dueIn) : null;
  return allOf(
    equalTo('programmeId', programmeId),
    equalTo('assigneeIds', assigneeId),
    within('dueFrom', { from: period?.from }),
    within('dueTo', { to: period?.to }),
    within('dueTo', due),
    oneOf('status', status),
    oneOf('provenance.status', factStatus),
  );
}
