import type { SubgraphResolvers } from '@lien-thong/subgraph-kit';
import { borrowedResolvers } from './borrowed/resolvers';
import { commandResolvers } from './commands/resolvers';
import type { PlanningContext } from './context';
import { contributionResolvers } from './contribution/resolvers';
import { datasetResolvers } from './dataset/resolvers';
import { figureResolvers } from './figure/resolvers';
import { indicatorResolvers } from './indicator/resolvers';
import { procurementPlanItemResolvers } from './procurementPlanItem/resolvers';
import { programmeResolvers } from './programme/resolvers';
import { projectResolvers } from './project/resolvers';
import { publicBodyResolvers } from './publicBody/resolvers';
import { taskResolvers } from './task/resolvers';

const parts: readonly SubgraphResolvers<PlanningContext>[] = [
  programmeResolvers,
  projectResolvers,
  procurementPlanItemResolvers,
  indicatorResolvers,
  figureResolvers,
  contributionResolvers,
  taskResolvers,
  borrowedResolvers,
  publicBodyResolvers,
  datasetResolvers,
  commandResolvers,
];

function merged(): SubgraphResolvers<PlanningContext> {
  const all: SubgraphResolvers<PlanningContext> = {};
  for (const part of parts) {
    for (const [type, fields] of Object.entries(part)) {
      all[type] = { ...all[type], ...fields } as typeof fields;
    }
  }
  return all;
}

/** All resolvers of the department, type by type. */
export const resolvers = merged();
