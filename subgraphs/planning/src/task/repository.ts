import { type CollectionPage, type PageArguments, pageOfCollection } from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { findBounded } from '../findBounded';
import { type TaskFilter, taskCondition } from './filter';
import { type TaskRecord, taskCollection } from './record';

/** Field of a task that other rows refer to it by. */
export type TaskParent = 'programmeId' | 'documentId' | 'assigneeIds';

/** Questions about tasks. */
export interface TaskRepository {
  /** Those of the ids that exist. */
  findByIds(ids: readonly string[]): Promise<TaskRecord[]>;
  /** All tasks below the parents, by deadline. */
  findByParents(field: TaskParent, ids: readonly string[]): Promise<TaskRecord[]>;
  /** One page by deadline. */
  page(filter: TaskFilter | null | undefined, args: PageArguments): Promise<CollectionPage<TaskRecord>>;
}

/** The tasks of a database. */
export function taskRepository(db: Db): TaskRepository {
  const collection = db.collection<TaskRecord>(taskCollection.name);
  return {
    findByIds: (ids) => findBounded(collection, { filter: { _id: { $in: [...ids] } }, sort: { _id: 1 } }),
    findByParents: (field, ids) =>
      findBounded(collection, { filter: { [field]: { $in: [...ids] } }, sort: { deadline: 1, _id: 1 } }),
    page: (filter, args) =>
      pageOfCollection(collection, {
        filter: taskCondition(filter),
        sort: [{ field: 'deadline', direction: 1 }],
        args,
      }),
  };
}
