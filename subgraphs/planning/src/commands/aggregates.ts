import type { Aggregate } from '@lien-thong/subgraph-kit';
import { type ContributionRecord, contributionCollection } from '../contribution/record';
import { type FigureChainRecord, figureChainCollection } from '../figure/chainRecord';
import { type IndicatorRecord, indicatorCollection } from '../indicator/record';
import { type ProcurementPlanItemRecord, procurementPlanItemCollection } from '../procurementPlanItem/record';
import { type ProgrammeRecord, programmeCollection } from '../programme/record';
import { type TaskRecord, taskCollection } from '../task/record';

/** A programme: its code is unique. */
export const programmeAggregate: Aggregate<ProgrammeRecord> = {
  type: 'programme',
  collection: programmeCollection,
};
/** An indicator: its code is unique. */
export const indicatorAggregate: Aggregate<IndicatorRecord> = {
  type: 'indicator',
  collection: indicatorCollection,
};
/** The targets, or the results, of one indicator, period and scope: each new one says which it replaces. */
export const figureChainAggregate: Aggregate<FigureChainRecord> = {
  type: 'figureChain',
  collection: figureChainCollection,
};
/** A link between an indicator and what is meant to move it: there is one of each. */
export const contributionAggregate: Aggregate<ContributionRecord> = {
  type: 'contribution',
  collection: contributionCollection,
};
/** A package of the procurement plan: its number is unique in its programme. */
export const procurementPlanItemAggregate: Aggregate<ProcurementPlanItemRecord> = {
  type: 'procurementPlanItem',
  collection: procurementPlanItemCollection,
};
/** A task: its state moves along the allowed steps. */
export const taskAggregate: Aggregate<TaskRecord> = { type: 'task', collection: taskCollection };

/** Every chain of versions that planning's commands write. */
export const aggregates = [
  programmeAggregate,
  indicatorAggregate,
  figureChainAggregate,
  contributionAggregate,
  procurementPlanItemAggregate,
  taskAggregate,
];
