import type { Row } from '@lien-thong/subgraph-kit';
import type { DepartmentData } from '../departmentData';
import type { Tier } from '../illustrative/tiers';
import type { OpenDepartment } from '../load/loadPacks';
import type { CheckedRows } from '../packs/checkPackFiles';

/** Reads rows of any department, wherever they are. */
export interface DataReader {
  /** All rows of a collection, in no particular order. */
  rows<T extends Row>(department: string, collection: string): AsyncIterable<T>;
}

/** Reads what is in the departments' databases. */
export function readerOfDatabases(departments: readonly OpenDepartment[]): DataReader {
  return {
    async *rows<T extends Row>(department: string, collection: string) {
      const open = departments.find(({ data }) => data.name === department);
      if (!open) throw new RangeError(`The database of ${department} is not open.`);
      const cursor = open.db.collection(collection).find({}, { batchSize: 1_000 });
      for await (const row of cursor) yield row as unknown as T;
    },
  };
}

/** Reads the rows of packs as they would be loaded, without a database. */
export function readerOfPacks(
  departments: readonly DepartmentData[],
  packs: { readonly checked: readonly CheckedRows[]; readonly tier: Tier },
): DataReader {
  return {
    async *rows<T extends Row>(department: string, collection: string) {
      for (const each of packs.checked) {
        if (each.department === department && each.collection === collection) yield* each.rows as Iterable<T>;
      }
      const source = departments.find(({ name }) => name === department)?.illustrative[collection];
      yield* (source?.(packs.tier) ?? []) as Iterable<T>;
    },
  };
}

/** All rows of a collection by id. */
export async function byId<T extends Row>(rows: AsyncIterable<T>): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for await (const row of rows) found.set(row._id, row);
  return found;
}

/** All rows of a collection by a key of theirs. */
export async function groupedBy<T extends Row>(
  rows: AsyncIterable<T>,
  keyOf: (row: T) => string,
): Promise<Map<string, T[]>> {
  const groups = new Map<string, T[]>();
  for await (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
