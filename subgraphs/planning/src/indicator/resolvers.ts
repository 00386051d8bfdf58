import { historyOf, type PageArguments } from '@lien-thong/subgraph-kit';
import { type PlanningContext, publicBody } from '../context';
import { type ObservationFilter, observationCondition } from '../figure/filter';
import { figureOrder } from '../figure/repository';
import { rememberFigures } from '../figure/resolvers';
import { knownOn, observationsIn, standing } from '../figure/standing';
import { assessCell } from './assessCell';
import type { IndicatorFilter } from './filter';
import { type IndicatorOrder, listIndicators } from './listByState';
import type { IndicatorRecord } from './record';

type Key = { id?: string; code?: string };
type Cell = { period: string; scopeId?: string | null };
type ListArguments = PageArguments & { filter?: IndicatorFilter; orderBy?: readonly IndicatorOrder[] };

/** Root fields on indicators, and what an indicator answers. */
export const indicatorResolvers = {
  Query: {
    indicator: (_: unknown, { id }: { id: string }, { loaders }: PlanningContext) =>
      loaders.indicatorById.load(id),
    indicatorByCode: (_: unknown, { code }: { code: string }, { loaders }: PlanningContext) =>
      loaders.indicatorByCode.load(code),
    indicators: (_: unknown, { filter, orderBy, ...args }: ListArguments, context: PlanningContext) =>
      listIndicators(context, { filter, orderBy, args }),
  },
  Indicator: {
    __resolveReference: ({ id, code }: Key, { loaders }: PlanningContext) =>
      id ? loaders.indicatorById.load(id) : code ? loaders.indicatorByCode.load(code) : null,
    id: ({ _id }: IndicatorRecord) => _id,
    steward: ({ stewardId }: IndicatorRecord, _: unknown, context: PlanningContext) =>
      publicBody(context, stewardId),
    programmes: async ({ programmeIds }: IndicatorRecord, _: unknown, { loaders }: PlanningContext) => {
      const programmes = await Promise.all(programmeIds.map((id) => loaders.programmeById.load(id)));
      return programmes.filter((programme) => programme !== null);
    },
    targets: async (
      { _id }: IndicatorRecord,
      { period, asOf }: { period?: string | null; asOf?: string | null },
      context: PlanningContext,
    ) => {
      const targets = await context.loaders.targetsOfIndicator.load(_id);
      rememberFigures(context, targets);
      return targets.filter(
        (target) => (!period || target.period === period) && (!asOf || knownOn(target) <= asOf),
      );
    },
    observations: async (
      { _id }: IndicatorRecord,
      { filter, ...args }: PageArguments & { filter?: ObservationFilter },
      context: PlanningContext,
    ) => {
      const page = await context.loaders.observationPagesOfIndicator.load({
        parentId: _id,
        filter: observationCondition(filter),
        sort: figureOrder,
        args,
        defaultSize: 50,
      });
      rememberFigures(context, page.nodes);
      return page;
    },
    latest: async (
      { _id }: IndicatorRecord,
      { period, scopeId, asOf }: Cell & { asOf?: string | null },
      { loaders }: PlanningContext,
    ) => {
      const figures = await loaders.figuresInCell.load({
        indicatorId: _id,
        period,
        scopeId: scopeId ?? null,
      });
      return standing(observationsIn(figures), asOf);
    },
    assessment: (indicator: IndicatorRecord, { period, scopeId }: Cell, context: PlanningContext) =>
      assessCell(context, { indicator, period, scopeId: scopeId ?? null }),
    history: ({ _id }: IndicatorRecord, args: PageArguments, { db }: PlanningContext) =>
      historyOf(db, { type: 'indicator', id: _id }, args),
    contributions: ({ _id }: IndicatorRecord, _: unknown, { loaders }: PlanningContext) =>
      loaders.contributionsOfIndicator.load(_id),
  },
};
