import type { DepartmentData } from '../departmentData';
import type { CollectionReport } from './loadCollection';
import { type LoadOptions, loadPacks, type OpenDepartment, type PackSelection } from './loadPacks';

/**
 * Loads the packs into those of the departments that hold no row at all, and answers what was done; a department with rows
 * is left as it is.
 */
export async function seedIfEmpty(
  selection: PackSelection,
  targets: readonly OpenDepartment[],
  options: LoadOptions & { readonly departments: readonly DepartmentData[] },
): Promise<CollectionReport[]> {
  const empty: OpenDepartment[] = [];
  for (const target of targets) if (await isEmpty(target)) empty.push(target);
  return loadPacks(selection, empty, options);
}

async function isEmpty({ data, db }: OpenDepartment): Promise<boolean> {
  for (const { name } of data.collections) {
    if (await db.collection(name).findOne({}, { projection: { _id: 1 } })) return false;
  }
  return true;
}
