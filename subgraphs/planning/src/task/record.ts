import {
  type CollectionDefinition,
  dateField,
  daysOfPeriod,
  localizedTextRecord,
  rowFields,
  timePeriodField,
} from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../commonIndexes';

/** How far a task is, as its owner last reported; the passing of its deadline alone does not change it. */
export const taskStatus = z.enum(['ASSIGNED', 'IN_PROGRESS', 'DONE', 'OVERDUE', 'CANCELLED']);
/** What {@link taskStatus} describes. */
export type TaskStatus = z.infer<typeof taskStatus>;

/** A task that a meeting or a document assigned. */
export const taskRecord = z.strictObject({
  ...rowFields,
  title: localizedTextRecord,
  assigneeIds: z.array(z.string().min(1)).min(1),
  /** The period in which it is due, where the source gives no day. */
  dueIn: timePeriodField.nullish(),
  dueOn: dateField.nullish(),
  status: taskStatus,
  completedOn: dateField.nullish(),
  programmeId: z.string().min(1).nullish(),
  /** The document that assigned it. */
  documentId: z.string().min(1).nullish(),
});
/** What {@link taskRecord} describes. */
export type TaskRecord = z.infer<typeof taskRecord>;

type Deadline = Pick<TaskRecord, 'dueIn' | 'dueOn'>;

function deadline({ dueIn, dueOn }: Deadline): { dueFrom: string | null; dueTo: string | null } {
  const days = dueOn ? { from: dueOn, to: dueOn } : dueIn ? daysOfPeriod(dueIn) : null;
  return { dueFrom: days?.from ?? null, dueTo: days?.to ?? null };
}

/** Last day on which the task is in time; null where it has no deadline. */
export function lastDayOf(task: Deadline): string | null {
  return deadline(task).dueTo;
}

/** Tasks, listed by deadline; those without one come last. */
export const taskCollection: CollectionDefinition<TaskRecord> = {
  name: 'tasks',
  schema: taskRecord,
  indexes: [
    ...commonIndexes,
    { key: { deadline: 1 } },
    { key: { programmeId: 1, deadline: 1 } },
    { key: { documentId: 1, deadline: 1 } },
    { key: { assigneeIds: 1, deadline: 1 } },
    { key: { status: 1, deadline: 1 } },
    { key: { 'provenance.status': 1, deadline: 1 } },
    { key: { dueFrom: 1, dueTo: 1 } },
    { key: { dueTo: 1 } },
  ],
  derive: (task) => {
    const days = deadline(task);
    return { ...days, deadline: days.dueTo ?? '9999-12-31' };
  },
};
