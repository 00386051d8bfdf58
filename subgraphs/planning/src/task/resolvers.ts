import { historyOf, type PageArguments, reference } from '@lien-thong/subgraph-kit';
import { type PlanningContext, publicBody } from '../context';
import { optional } from '../optional';
import type { TaskFilter } from './filter';
import type { TaskRecord } from './record';
import { taskRepository } from './repository';

/** Root field on tasks, and what a task answers. */
export const taskResolvers = {
  Query: {
    tasks: (
      _: unknown,
      { filter, ...args }: PageArguments & { filter?: TaskFilter },
      { db }: PlanningContext,
    ) => taskRepository(db).page(filter, args),
  },
  Task: {
    __resolveReference: ({ id }: { id: string }, { loaders }: PlanningContext) => loaders.taskById.load(id),
    id: ({ _id }: TaskRecord) => _id,
    assignees: ({ assigneeIds }: TaskRecord, _: unknown, context: PlanningContext) =>
      Promise.all(assigneeIds.map((id) => publicBody(context, id))),
    programme: ({ programmeId }: TaskRecord, _: unknown, { loaders }: PlanningContext) =>
      optional(programmeId, (id) => loaders.programmeById.load(id)),
    history: ({ _id }: TaskRecord, args: PageArguments, { db }: PlanningContext) =>
      historyOf(db, { type: 'task', id: _id }, args),
    document: ({ documentId }: TaskRecord) => reference('Document', documentId),
  },
};
