import { type Condition, daysOfPeriod, type FactStatus } from '@lien-thong/subgraph-kit';
import { allOf, between, equal, oneOf } from '../conditions';
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
    equal('programmeId', programmeId),
    equal('assigneeIds', assigneeId),
    between('dueFrom', period?.from, null),
    between('dueTo', null, period?.to),
    between('dueTo', due?.from, due?.to),
    oneOf('status', status),
    oneOf('provenance.status', factStatus),
  );
}
