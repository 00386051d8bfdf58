import { historyOf, type PageArguments, reference } from '@lien-thong/subgraph-kit';
import { type PlanningContext, publicBody } from '../context';
import { assessCell } from '../indicator/assessCell';
import type { ProcurementPlanItemRecord } from '../procurementPlanItem/record';
import type { TaskRecord, TaskStatus } from '../task/record';
import type { ProgrammeFilter } from './filter';
import type { ProgrammeRecord } from './record';
import { programmeRepository } from './repository';

type Key = { id?: string; code?: string };

/** Indicators of a programme that have a target in the period, by code. */
async function indicatorsWithTarget(programme: ProgrammeRecord, period: string, context: PlanningContext) {
  const indicators = await context.loaders.indicatorsOfProgramme.load(programme._id);
  const assessments = await Promise.all(
    indicators.map((indicator) => assessCell(context, { indicator, period, scopeId: null })),
  );
  return assessments.filter(({ target }) => target !== null);
}

/** Root fields on programmes, and what a programme answers. */
export const programmeResolvers = {
  Query: {
    programme: (_: unknown, { id }: { id: string }, { loaders }: PlanningContext) =>
      loaders.programmeById.load(id),
    programmeByCode: (_: unknown, { code }: { code: string }, { loaders }: PlanningContext) =>
      loaders.programmeByCode.load(code),
    programmes: (
      _: unknown,
      { filter, ...args }: PageArguments & { filter?: ProgrammeFilter },
      { db }: PlanningContext,
    ) => programmeRepository(db).page(filter, args),
  },
  Programme: {
    __resolveReference: ({ id, code }: Key, { loaders }: PlanningContext) =>
      id ? loaders.programmeById.load(id) : code ? loaders.programmeByCode.load(code) : null,
    id: ({ _id }: ProgrammeRecord) => _id,
    lead: ({ leadId }: ProgrammeRecord, _: unknown, context: PlanningContext) => publicBody(context, leadId),
    partners: ({ partnerIds }: ProgrammeRecord, _: unknown, context: PlanningContext) =>
      Promise.all(partnerIds.map((id) => publicBody(context, id))),
    projects: ({ _id }: ProgrammeRecord, args: PageArguments, { loaders }: PlanningContext) =>
      loaders.projectPages.load({
        parentId: _id,
        filter: {},
        sort: [{ field: 'code', direction: 1 }],
        args,
      }),
    indicators: async (
      programme: ProgrammeRecord,
      { period }: { period?: string | null },
      context: PlanningContext,
    ) => {
      if (!period) return context.loaders.indicatorsOfProgramme.load(programme._id);
      const assessments = await indicatorsWithTarget(programme, period, context);
      return assessments.map(({ indicator }) => indicator);
    },
    scorecard: (programme: ProgrammeRecord, { period }: { period: string }, context: PlanningContext) =>
      indicatorsWithTarget(programme, period, context),
    tasks: async (
      { _id }: ProgrammeRecord,
      { status }: { status?: readonly TaskStatus[] | null },
      { loaders }: PlanningContext,
    ): Promise<TaskRecord[]> => {
      const tasks = await loaders.tasksOfProgramme.load(_id);
      return status ? tasks.filter((task) => status.includes(task.status)) : tasks;
    },
    procurementPlan: async (
      { _id }: ProgrammeRecord,
      { fiscalYear }: { fiscalYear?: number | null },
      { loaders }: PlanningContext,
    ): Promise<ProcurementPlanItemRecord[]> => {
      const items = await loaders.planItemsOfProgramme.load(_id);
      return fiscalYear ? items.filter((item) => item.fiscalYear === fiscalYear) : items;
    },
    history: ({ _id }: ProgrammeRecord, args: PageArguments, { db }: PlanningContext) =>
      historyOf(db, { type: 'programme', id: _id }, args),
    documents: ({ documentIds }: ProgrammeRecord) => documentIds.map((id) => reference('Document', id)),
  },
};
