import type { Db } from 'mongodb';
import { findBounded } from '../findBounded';
import { type ProjectRecord, projectCollection } from './record';

/** Questions about projects; their pages below a programme are a loader's. */
export interface ProjectRepository {
  /** Those of the ids that exist. */
  findByIds(ids: readonly string[]): Promise<ProjectRecord[]>;
}

/** The projects of a database. */
export function projectRepository(db: Db): ProjectRepository {
  const collection = db.collection<ProjectRecord>(projectCollection.name);
  return {
    findByIds: (ids) => findBounded(collection, { filter: { _id: { $in: [...ids] } }, sort: { _id: 1 } }),
  };
}
