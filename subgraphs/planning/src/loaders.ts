import {
  createBatchLoader,
  createChildPageLoader,
  createGroupLoader,
  type Row,
} from '@lien-thong/subgraph-kit';
import DataLoader from 'dataloader';
import type { Collection, Db } from 'mongodb';
import { type ContributionEnd, contributionRepository } from './contribution/repository';
import { type FigureRecord, figureCollection, type ObservationRecord } from './figure/record';
import { type FigureRepository, figureRepository } from './figure/repository';
import { indicatorRepository } from './indicator/repository';
import { type PlanItemParent, procurementPlanItemRepository } from './procurementPlanItem/repository';
import { programmeRepository } from './programme/repository';
import { type ProjectRecord, projectCollection } from './project/record';
import { projectRepository } from './project/repository';
import { type TaskParent, taskRepository } from './task/repository';

/** One cell of the table of figures. */
export interface FigureCell {
  readonly indicatorId: string;
  readonly period: string;
  /** Null for the whole. */
  readonly scopeId: string | null;
}

/** Figures of cells: one command for each pair of period and scope, whatever the number of indicators. */
function createCellLoader(figures: FigureRepository): DataLoader<FigureCell, FigureRecord[], string> {
  const load = async (cells: readonly FigureCell[]): Promise<FigureRecord[][]> => {
    const groups = new Map<string, FigureCell[]>();
    for (const cell of cells) {
      const place = JSON.stringify([cell.period, cell.scopeId]);
      groups.set(place, [...(groups.get(place) ?? []), cell]);
    }
    const found = new Map<string, FigureRecord[]>(cells.map((cell) => [cellKey(cell), []]));
    await Promise.all(
      [...groups.values()].map(async (group) => {
        const [{ period, scopeId }] = group as [FigureCell];
        const indicatorIds = [...new Set(group.map(({ indicatorId }) => indicatorId))];
        for (const figure of await figures.findInCells({ indicatorIds, period, scopeId })) {
          found.get(cellKey({ indicatorId: figure.indicatorId, period, scopeId }))?.push(figure);
        }
      }),
    );
    return cells.map((cell) => found.get(cellKey(cell)) ?? []);
  };
  return new DataLoader(load, { cacheKeyFn: cellKey, maxBatchSize: 2_000 });
}

const cellKey = ({ indicatorId, period, scopeId }: FigureCell): string =>
  JSON.stringify([indicatorId, period, scopeId]);

/** A repository that finds rows by their ids. */
interface ById<T> {
  findByIds(ids: readonly string[]): Promise<readonly T[]>;
}

function createIdLoader<T extends Row>(repository: ById<T>) {
  return createBatchLoader(
    (ids: readonly string[]) => repository.findByIds(ids),
    ({ _id }) => _id,
  );
}

function programmeLoaders(db: Db) {
  const programmes = programmeRepository(db);
  return {
    programmeById: createIdLoader(programmes),
    programmeByCode: createBatchLoader(
      (codes: readonly string[]) => programmes.findByCodes(codes),
      ({ code }) => code,
    ),
    projectById: createIdLoader(projectRepository(db)),
    projectPages: createChildPageLoader<ProjectRecord>({
      collection: db.collection<ProjectRecord>(projectCollection.name),
      parentField: 'programmeId',
    }),
  };
}

function indicatorLoaders(db: Db) {
  const indicators = indicatorRepository(db);
  return {
    indicatorById: createIdLoader(indicators),
    indicatorByCode: createBatchLoader(
      (codes: readonly string[]) => indicators.findByCodes(codes),
      ({ code }) => code,
    ),
    indicatorsOfProgramme: createManyToManyLoader(
      (ids) => indicators.findByProgrammes(ids),
      ({ programmeIds }) => programmeIds,
    ),
  };
}

function figureLoaders(db: Db) {
  const figures = figureRepository(db);
  const collection = db.collection(figureCollection.name) as unknown as Collection<ObservationRecord>;
  return {
    figureById: createIdLoader(figures),
    figuresInCell: createCellLoader(figures),
    targetsOfIndicator: createGroupLoader(
      (ids: readonly string[]) => figures.findTargetsOfIndicators(ids),
      ({ indicatorId }) => indicatorId,
    ),
    targetsOfDocument: createGroupLoader(
      (ids: readonly string[]) => figures.findTargetsOfDocuments(ids),
      ({ documentId }) => documentId ?? '',
    ),
    observationPagesOfIndicator: createChildPageLoader<ObservationRecord>({
      collection,
      parentField: 'indicatorId',
    }),
    observationPagesOfScope: createChildPageLoader<ObservationRecord>({ collection, parentField: 'scopeId' }),
  };
}

function contributionLoaders(db: Db) {
  const contributions = contributionRepository(db);
  const at = (end: ContributionEnd) =>
    createGroupLoader(
      (ids: readonly string[]) => contributions.findByEnd(end, ids),
      (row) => row[end] ?? '',
    );
  return {
    contributionsOfIndicator: at('indicatorId'),
    contributionsOfContract: at('contractId'),
    contributionsOfService: at('serviceId'),
    contributionsOfBudgetLine: at('budgetLineId'),
  };
}

function taskLoaders(db: Db) {
  const tasks = taskRepository(db);
  const by = (field: Exclude<TaskParent, 'assigneeIds'>) =>
    createGroupLoader(
      (ids: readonly string[]) => tasks.findByParents(field, ids),
      (row) => row[field] ?? '',
    );
  return {
    taskById: createIdLoader(tasks),
    tasksOfProgramme: by('programmeId'),
    tasksOfDocument: by('documentId'),
    tasksOfAssignee: createManyToManyLoader(
      (ids) => tasks.findByParents('assigneeIds', ids),
      ({ assigneeIds }) => assigneeIds,
    ),
  };
}

function planItemLoaders(db: Db) {
  const planItems = procurementPlanItemRepository(db);
  const by = (field: PlanItemParent) =>
    createGroupLoader(
      (ids: readonly string[]) => planItems.findByParents(field, ids),
      (row) => row[field] ?? '',
    );
  return {
    planItemById: createIdLoader(planItems),
    planItemsOfProgramme: by('programmeId'),
    planItemsOfService: by('serviceId'),
    planItemsOfContract: by('contractId'),
  };
}

/** All loaders of one request. */
export function createLoaders(db: Db) {
  return {
    ...programmeLoaders(db),
    ...indicatorLoaders(db),
    ...figureLoaders(db),
    ...contributionLoaders(db),
    ...taskLoaders(db),
    ...planItemLoaders(db),
  };
}

/** As `createGroupLoader`, for rows that belong to several parents at once. */
function createManyToManyLoader<V>(
  find: (ids: readonly string[]) => Promise<readonly V[]>,
  parentsOf: (value: V) => readonly string[],
): DataLoader<string, V[]> {
  return new DataLoader<string, V[]>(
    async (ids) => {
      const groups = new Map<string, V[]>(ids.map((id) => [id, []]));
      for (const value of await find(ids)) {
        for (const parent of parentsOf(value)) groups.get(parent)?.push(value);
      }
      return ids.map((id) => groups.get(id) ?? []);
    },
    { maxBatchSize: 1_000 },
  );
}

/** The loaders of one request. */
export type PlanningLoaders = ReturnType<typeof createLoaders>;

/** Forgets what the request has read, so that a command after another one sees what that one wrote. */
export function forgetAll(loaders: PlanningLoaders): void {
  for (const loader of Object.values(loaders)) loader.clearAll();
}
