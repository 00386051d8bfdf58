import {
  type CollectionPage,
  type PageArguments,
  pageOfCollection,
  type SortField,
} from '@lien-thong/subgraph-kit';
import type { Collection, Db } from 'mongodb';
import { findBounded } from '../findBounded';
import { type ObservationFilter, observationCondition } from './filter';
import { type FigureRecord, figureCollection, type ObservationRecord, type TargetRecord } from './record';

/** Figures in time, oldest first; within a period in the order in which they became known. */
export const figureOrder: readonly SortField[] = [{ field: 'sortKey', direction: 1 }];

/** Which cells of the table of figures: one period and one scope, of many indicators. */
export interface FigureCells {
  readonly indicatorIds: readonly string[];
  readonly period: string;
  readonly scopeId: string | null;
}

/** Questions about targets and results. */
export interface FigureRepository {
  /** Those of the ids that exist. */
  findByIds(ids: readonly string[]): Promise<FigureRecord[]>;
  /** Every target and every vintage of every result in the cells. */
  findInCells(cells: FigureCells): Promise<FigureRecord[]>;
  /** All targets of the indicators, in time. */
  findTargetsOfIndicators(indicatorIds: readonly string[]): Promise<TargetRecord[]>;
  /** All targets that the documents set, in time. */
  findTargetsOfDocuments(documentIds: readonly string[]): Promise<TargetRecord[]>;
  /** One page of results, in time. */
  observationPage(
    filter: ObservationFilter | null | undefined,
    args: PageArguments,
  ): Promise<CollectionPage<ObservationRecord>>;
}

const byTime = { sortKey: 1, _id: 1 } as const;

/** The figures of a database. */
export function figureRepository(db: Db): FigureRepository {
  const figures = db.collection<FigureRecord>(figureCollection.name);
  const targets = figures as unknown as Collection<TargetRecord>;
  const observations = figures as unknown as Collection<ObservationRecord>;
  return {
    findByIds: (ids) => findBounded(figures, { filter: { _id: { $in: [...ids] } }, sort: { _id: 1 } }),
    findInCells: ({ indicatorIds, period, scopeId }) =>
      findBounded(figures, {
        filter: { indicatorId: { $in: [...indicatorIds] }, period, scopeId },
        sort: byTime,
        limit: 20_000,
      }),
    findTargetsOfIndicators: (ids) =>
      findBounded(targets, { filter: { indicatorId: { $in: [...ids] }, series: 'TARGET' }, sort: byTime }),
    findTargetsOfDocuments: (ids) =>
      findBounded(targets, { filter: { documentId: { $in: [...ids] }, series: 'TARGET' }, sort: byTime }),
    observationPage: (filter, args) =>
      pageOfCollection(observations, {
        filter: observationCondition(filter),
        sort: figureOrder,
        args,
        defaultSize: 50,
      }),
  };
}
