import { ensureIndexes } from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import type { DepartmentData } from '../departmentData';
import type { Tier } from '../illustrative/tiers';
import { type CheckedRows, checkPackFiles } from '../packs/checkPackFiles';
import { InvalidSeedError } from '../packs/InvalidSeedError';
import type { FilePackName, PackName } from '../packs/names';
import { readFilePack } from '../packs/readFilePack';
import { type CollectionReport, loadCollection, type PackRows } from './loadCollection';

/** What is to be loaded. */
export interface PackSelection {
  readonly packs: readonly PackName[];
  /** Size of the illustrative pack. */
  readonly tier: Tier;
  /** Folder that holds `facts/` and `external/`. */
  readonly root: string;
}

/** A department with its open database. */
export interface OpenDepartment {
  readonly data: DepartmentData;
  readonly db: Db;
}

/** How the loading is done. */
export interface LoadOptions {
  readonly isDryRun: boolean;
  readonly onProgress: (progress: LoadProgress) => void;
}

/** How far one collection is. */
export interface LoadProgress {
  readonly department: string;
  readonly collection: string;
  readonly pack: PackName;
  readonly rows: number;
  /** How many indexes are about to be made over these rows; absent while rows are written. */
  readonly indexes?: number;
}

/**
 * Reads and checks the packs that are files. Throws one InvalidSeedError that names every mistake in all of them; the
 * files of all departments are checked, whichever are to be loaded.
 */
export async function readCheckedPacks(
  { packs, root }: PackSelection,
  departments: readonly DepartmentData[],
): Promise<CheckedRows[]> {
  const names = packs.filter((pack): pack is FilePackName => pack !== 'illustrative');
  const read = await Promise.all(names.map((pack) => readFilePack(root, pack)));
  const { checked, problems } = checkPackFiles(
    read.flatMap(({ files }) => files),
    departments,
  );
  const all = [...read.flatMap((each) => each.problems), ...problems];
  if (all.length > 0) throw new InvalidSeedError(all);
  return checked;
}

/**
 * Loads the packs into the departments' databases, collection by collection, and makes their indexes. Repeating it changes
 * nothing. Nothing is written before every file has been checked.
 */
export async function loadPacks(
  selection: PackSelection,
  targets: readonly OpenDepartment[],
  options: LoadOptions & { readonly departments: readonly DepartmentData[] },
): Promise<CollectionReport[]> {
  const checked = await readCheckedPacks(selection, options.departments);
  const reports: CollectionReport[] = [];
  for (const { data, db } of targets) {
    for (const definition of data.collections) {
      // An empty collection is filled before its indexes are made, which is faster; into others the unique ones come first.
      const isEmpty = (await db.collection(definition.name).findOne({}, { projection: { _id: 1 } })) === null;
      if (!isEmpty && !options.isDryRun) await ensureIndexes(db, [definition]);
      const sources = selection.packs.map((pack) =>
        rowsOf(data, definition.name, { pack, checked, selection }),
      );
      const department = data.name;
      const target = {
        db,
        department,
        definition,
        isDryRun: options.isDryRun,
        onProgress: (pack: PackName, rows: number) =>
          options.onProgress({ department, collection: definition.name, pack, rows }),
      };
      const loaded = await loadCollection(target, sources);
      reports.push(...loaded);
      if (!isEmpty || options.isDryRun) continue;
      const rows = loaded.reduce((sum, { inserted }) => sum + inserted, 0);
      const indexes = definition.indexes.length;
      options.onProgress({ department, collection: definition.name, pack: 'illustrative', rows, indexes });
      await ensureIndexes(db, [definition]);
    }
    if (!options.isDryRun) await data.afterLoad?.(db);
  }
  return reports;
}

function rowsOf(
  data: DepartmentData,
  collection: string,
  source: { pack: PackName; checked: readonly CheckedRows[]; selection: PackSelection },
): PackRows {
  const { pack, checked, selection } = source;
  if (pack === 'illustrative') {
    const { tier } = selection;
    return { pack, tier, rows: data.illustrative[collection]?.(tier) ?? [] };
  }
  const rows = checked
    .filter((each) => each.pack === pack && each.department === data.name && each.collection === collection)
    .flatMap((each) => each.rows);
  return { pack, tier: null, rows };
}
