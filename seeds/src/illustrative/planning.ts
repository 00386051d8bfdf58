import type {
  ContributionRecord,
  IndicatorRecord,
  ObservationRecord,
  ProcurementPlanItemRecord,
  ProgrammeRecord,
  ProjectRecord,
  TargetRecord,
  TaskRecord,
} from '@lien-thong/planning';
import { contributionsOf, indicator, targetsOf } from './indicators';
import { illustrativeProvenance } from './labels';
import type { Contribution, Observation, PlanItem, Project, Target } from './model';
import { observationsOf } from './observations';
import { planItemsOfCohort } from './planItems';
import { programme, projectsOf } from './programmes';
import { exact, rowBase } from './rowBase';
import { rowStreamByCohort, rowStreamByIndex } from './rowStreams';
import { task } from './tasks';

function programmeRow(index: number): ProgrammeRecord {
  const { id, code, name, period, leadId, partnerIds, documentIds } = programme(index);
  return {
    ...rowBase,
    _id: id,
    code,
    name,
    period,
    leadId,
    partnerIds: [...partnerIds],
    documentIds: [...documentIds],
  };
}

function projectRow({ id, plannedValue, ...project }: Project): ProjectRecord {
  return { ...rowBase, _id: id, ...project, plannedValue: exact(plannedValue) };
}

function planItemRow(item: PlanItem): ProcurementPlanItemRecord {
  const { id, contractIndex: _, plannedValue, ...rest } = item;
  return { ...rowBase, _id: id, ...rest, plannedValue: exact(plannedValue) };
}

function indicatorRow(index: number): IndicatorRecord {
  const { id, index: _, programmeIds, baseline, ...rest } = indicator(index);
  return {
    ...rowBase,
    _id: id,
    ...rest,
    exclusions: null,
    programmeIds: [...programmeIds],
    baseline: { ...baseline, provenance: illustrativeProvenance },
  };
}

function targetRow({ id, setById, clause, ...target }: Target): TargetRecord {
  const citation = { documentId: setById, label: `[MINH HOẠ] ${setById}`, clause };
  return {
    ...rowBase,
    provenance: { ...illustrativeProvenance, citations: [citation] },
    _id: id,
    series: 'TARGET',
    ...target,
    documentId: setById,
  };
}

function observationRow(observation: Observation): ObservationRecord {
  const { id, indicatorIndex: _, vintage: __, publishedAt, ...rest } = observation;
  return {
    ...rowBase,
    _id: id,
    series: 'ACTUAL',
    ...rest,
    upperValue: null,
    publishedAt: new Date(publishedAt),
  };
}

function contributionRow({ id, ...contribution }: Contribution): ContributionRecord {
  return { ...rowBase, _id: id, ...contribution };
}

function taskRow(index: number): TaskRecord {
  const { id, index: _, assigneeIds, ...rest } = task(index);
  return { ...rowBase, _id: id, ...rest, assigneeIds: [...assigneeIds] };
}

function* figureRows(indicatorIndex: number): Generator<TargetRecord | ObservationRecord> {
  for (const target of targetsOf(indicatorIndex)) yield targetRow(target);
  for (const observation of observationsOf(indicatorIndex)) yield observationRow(observation);
}

/** The illustrative rows of planning by collection, each as a stream that holds one indicator or cohort in memory. */
export const planningRows = {
  programmes: rowStreamByIndex('programmes', (index) => [programmeRow(index)]),
  projects: rowStreamByIndex('programmes', (index) => projectsOf(index).map(projectRow)),
  procurementPlanItems: rowStreamByCohort((cohort) => planItemsOfCohort(cohort).map(planItemRow)),
  indicators: rowStreamByIndex('indicators', (index) => [indicatorRow(index)]),
  figures: rowStreamByIndex('indicators', figureRows),
  contributions: rowStreamByIndex('indicators', (index) => contributionsOf(index).map(contributionRow)),
  tasks: rowStreamByIndex('tasks', (index) => [taskRow(index)]),
};
