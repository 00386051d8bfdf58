import { historyOf, type PageArguments, reference } from '@lien-thong/subgraph-kit';
import { type PlanningContext, publicBody } from '../context';
import { optional } from '../optional';
import { chainIdOf } from './chainIdOf';
import type { ObservationFilter } from './filter';
import type { FigureRecord, ObservationRecord, TargetRecord } from './record';
import { figureRepository } from './repository';

type Figure = Pick<FigureRecord, 'series' | 'indicatorId' | 'period' | 'scopeId' | '_id'>;

const common = {
  id: ({ _id }: Figure) => _id,
  indicator: ({ indicatorId }: Figure, _: unknown, { loaders }: PlanningContext) =>
    loaders.indicatorById.load(indicatorId),
  scope: ({ scopeId }: Figure, _: unknown, context: PlanningContext) =>
    optional(scopeId, (id) => publicBody(context, id)),
  history: (figure: Figure, args: PageArguments, { db }: PlanningContext) =>
    historyOf(db, { type: 'figureChain', id: chainIdOf(figure) }, args),
};

/** A figure that is already in memory needs no command when another one refers to it. */
export function rememberFigures<T extends FigureRecord>(
  { loaders }: PlanningContext,
  figures: readonly T[],
): void {
  for (const figure of figures) loaders.figureById.prime(figure._id, figure);
}

/** Root field on results, and what targets and results answer. */
export const figureResolvers = {
  Query: {
    observations: async (
      _: unknown,
      { filter, ...args }: PageArguments & { filter?: ObservationFilter },
      context: PlanningContext,
    ) => {
      const page = await figureRepository(context.db).observationPage(filter, args);
      rememberFigures(context, page.nodes);
      return page;
    },
  },
  Target: {
    ...common,
    setBy: ({ documentId }: TargetRecord) => reference('Document', documentId),
    supersedes: ({ supersedesId }: TargetRecord, _: unknown, { loaders }: PlanningContext) =>
      optional(supersedesId, (id) => loaders.figureById.load(id)),
  },
  Observation: {
    ...common,
    __resolveReference: async ({ id }: { id: string }, { loaders }: PlanningContext) => {
      const figure = await loaders.figureById.load(id);
      return figure?.series === 'ACTUAL' ? figure : null;
    },
    revises: ({ revisesId }: ObservationRecord, _: unknown, { loaders }: PlanningContext) =>
      optional(revisesId, (id) => loaders.figureById.load(id)),
  },
};
