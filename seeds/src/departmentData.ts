import { collections as financeCollections } from '@lien-thong/finance';
import { collections as ictCollections, repairPriceProjections } from '@lien-thong/ict';
import { collections as planningCollections } from '@lien-thong/planning';
import { type Department, departmentNamed } from '@lien-thong/schema';
import { type AnyCollection, publicBodyCollection, systemClock } from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { financeRows } from './illustrative/finance';
import { ictRows } from './illustrative/ict';
import { planningRows } from './illustrative/planning';
import { publicBodyRows } from './illustrative/publicBodies';
import type { RowSources } from './illustrative/rowSources';

/** What the packs need to know of a department: its collections, and how its illustrative rows are made. */
export interface DepartmentData {
  readonly name: string;
  readonly department: Department;
  /** Its own collections and its copy of the code list of public bodies. */
  readonly collections: readonly AnyCollection[];
  readonly illustrative: RowSources;
  /** Brings up to date what rows show of others that commands have changed, after seeded rows were written again. */
  readonly afterLoad?: (db: Db) => Promise<void>;
}

function data(name: string, collections: readonly AnyCollection[], rows: RowSources): DepartmentData {
  return {
    name,
    department: departmentNamed(name),
    collections: [publicBodyCollection, ...collections],
    illustrative: { [publicBodyCollection.name]: publicBodyRows, ...rows },
  };
}

/** The departments that packs are loaded into. */
export const departmentData: readonly DepartmentData[] = [
  {
    ...data('ict', ictCollections, ictRows),
    // A handle of its own: the repair goes over all changes once for each, and these may be old ones.
    afterLoad: ({ client, databaseName }) =>
      repairPriceProjections({ db: client.db(databaseName), clock: systemClock }),
  },
  data('finance', financeCollections, financeRows),
  data('planning', planningCollections, planningRows),
];
