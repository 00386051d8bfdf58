import { createBatchLoader, createChildPageLoader, createGroupLoader } from '@lien-thong/subgraph-kit';
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

/** All loaders of one request. */
export function createLoaders(db: Db) {
  const programmes = programmeRepository(db);
  const indicators = indicatorRepository(db);
  const figures = figureRepository(db);
  const contributions = contributionRepository(db);
  const tasks = taskRepository(db);
  const planItems = procurementPlanItemRepository(db);
  const contributionsAt = (end: ContributionEnd) =>
    createGroupLoader(
      (ids: readonly string[]) => contributions.findByEnd(end, ids),
      (row) => row[end] ?? '',
    );
  const tasksBy = (field: Exclude<TaskParent, 'assigneeIds'>) =>
    createGroupLoader(
      (ids: readonly string[]) => tasks.findByParents(field, ids),
      (row) => row[field] ?? '',
    );
  const planItemsBy = (field: PlanItemParent) =>
    createGroupLoader(
      (ids: readonly string[]) => planItems.findByParents(field, ids),
      (row) => row[field] ?? '',
    );
  const observations = db.collection(figureCollection.name) as unknown as Collection<ObservationRecord>;
  return {
    programmeById: createBatchLoader(
      (ids: readonly string[]) => programmes.findByIds(ids),
      ({ _id }) => _id,
    ),
    programmeByCode: createBatchLoader(
      (codes: readonly string[]) => programmes.findByCodes(codes),
      ({ code }) => code,
    ),
    projectById: createBatchLoader(
      (ids: readonly string[]) => projectRepository(db).findByIds(ids),
      ({ _id }) => _id,
    ),
    projectPages: createChildPageLoader<ProjectRecord>({
      collection: db.collection<ProjectRecord>(projectCollection.name),
      parentField: 'programmeId',
    }),
    indicatorById: createBatchLoader(
      (ids: readonly string[]) => indicators.findByIds(ids),
      ({ _id }) => _id,
    ),
    indicatorByCode: createBatchLoader(
      (codes: readonly string[]) => indicators.findByCodes(codes),
      ({ code }) => code,
    ),
    indicatorsOfProgramme: createManyToManyLoader(
      (ids) => indicators.findByProgrammes(ids),
      ({ programmeIds }) => programmeIds,
    ),
    figureById: createBatchLoader(
      (ids: readonly string[]) => figures.findByIds(ids),
      ({ _id }) => _id,
    ),
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
      collection: observations,
      parentField: 'indicatorId',
    }),
    observationPagesOfScope: createChildPageLoader<ObservationRecord>({
      collection: observations,
      parentField: 'scopeId',
    }),
    contributionsOfIndicator: contributionsAt('indicatorId'),
    contributionsOfContract: contributionsAt('contractId'),
    contributionsOfService: contributionsAt('serviceId'),
    contributionsOfBudgetLine: contributionsAt('budgetLineId'),
    taskById: createBatchLoader(
      (ids: readonly string[]) => tasks.findByIds(ids),
      ({ _id }) => _id,
    ),
    tasksOfProgramme: tasksBy('programmeId'),
    tasksOfDocument: tasksBy('documentId'),
    tasksOfAssignee: createManyToManyLoader(
      (ids) => tasks.findByParents('assigneeIds', ids),
      ({ assigneeIds }) => assigneeIds,
    ),
    planItemById: createBatchLoader(
      (ids: readonly string[]) => planItems.findByIds(ids),
      ({ _id }) => _id,
    ),
    planItemsOfProgramme: planItemsBy('programmeId'),
    planItemsOfService: planItemsBy('serviceId'),
    planItemsOfContract: planItemsBy('contractId'),
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
