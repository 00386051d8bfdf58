import { departments } from '@lien-thong/schema';
import { type CommandRun, dayInHanoi, refuse, refuseIfAny, runCommand } from '@lien-thong/subgraph-kit';
import { type TextInput, textOf, unknownBody, unknownRow } from '../../commands/checks';
import { type CitedClause, optionalCitation } from '../../commands/owners';
import { recorded } from '../../commands/recorded';
import type { PlanningContext } from '../../context';
import { assessCell } from '../../indicator/assessCell';
import type { IndicatorRecord } from '../../indicator/record';
import { indicatorRepository } from '../../indicator/repository';
import type { ObservationRecord } from '../record';
import { appendFigure, type NextFigure } from './appendFigure';
import { type ObservedFigures, observationMistakes } from './observationMistakes';

/** `RecordObservationInput` of the schema. */
export interface RecordObservationInput extends ObservedFigures {
  readonly idempotencyKey: string;
  readonly indicatorId: string;
  readonly scopeId?: string | null;
  readonly reason?: TextInput | null;
  readonly citation?: CitedClause | null;
}

/** Name of the department that a public body runs; null for a body without a subgraph. */
function departmentOfBody(bodyId: string): string | null {
  return departments.find(({ publicBodyId }) => publicBodyId === bodyId)?.name ?? null;
}

function requireSteward({ stewardId, code }: IndicatorRecord, department: string): void {
  if (departmentOfBody(stewardId) === department) return;
  refuse('NOT_STEWARD', {
    path: 'indicatorId',
    message: {
      vi: `Chỉ ${stewardId} được ghi kết quả của ${code}.`,
      en: `Only ${stewardId} may record results of ${code}.`,
    },
  });
}

function requireReason({ value, period }: ObservationRecord, reason: TextInput | null | undefined): void {
  if (reason?.vi.trim()) return;
  refuse('REVISION_NEEDS_REASON', {
    path: 'reason',
    message: {
      vi: `Kỳ ${period} đã có số liệu (${value ?? 'thiếu'}); bản sửa đổi cần lý do.`,
      en: `There is a figure for ${period} already (${value ?? 'missing'}); a revision needs a reason.`,
    },
  });
}

/** Checks everything, and gives the new vintage with the one that it revises. */
async function nextVintage(
  context: PlanningContext,
  run: CommandRun<RecordObservationInput>,
  { indicator, former, id }: { indicator: IndicatorRecord; former: ObservationRecord | null; id: string },
): Promise<NextFigure<ObservationRecord>> {
  const { input } = run;
  requireSteward(indicator, run.caller.department);
  refuseIfAny([
    ...observationMistakes(indicator, input, dayInHanoi(context.clock.now())),
    ...(await unknownBody(context, 'scopeId', input.scopeId)),
  ]);
  if (former) requireReason(former, input.reason);
  const citations = await optionalCitation(context, input.citation, 'citation');
  const { period, observedOn, value, upperValue, numerator, denominator, status } = input;
  const figure: ObservationRecord = {
    _id: id,
    version: 1,
    series: 'ACTUAL',
    indicatorId: indicator._id,
    period,
    scopeId: input.scopeId ?? null,
    observedOn,
    value: value ?? null,
    upperValue: upperValue ?? null,
    numerator: numerator ?? null,
    denominator: denominator ?? null,
    status,
    publishedAt: run.at,
    revisesId: former?._id ?? null,
    revisedById: null,
    comment: input.reason?.vi.trim() ? textOf(input.reason) : null,
    provenance: recorded(run, citations),
  };
  return { figure, replaced: former ? revised(former, id) : undefined, citation: citations[0] };
}

/** The former vintage with the mark that it was revised; no longer the seed's own. */
function revised({ seed: _, ...former }: ObservationRecord, revisedById: string): ObservationRecord {
  return { ...former, version: former.version + 1, revisedById };
}

/**
 * Records a result. A second figure for the same indicator, period and scope is a revision: a new row that names the
 * former one, which stays. Refuses NOT_FOUND, NOT_STEWARD, VALUE_OUT_OF_RANGE, PERIOD_IN_FUTURE, REVISION_NEEDS_REASON,
 * INVALID_INPUT; with a citation UPSTREAM_UNAVAILABLE where the registry of documents does not answer.
 */
export async function recordObservation(
  _: unknown,
  { input }: { input: RecordObservationInput },
  context: PlanningContext,
) {
  const [indicator] = await indicatorRepository(context.db).findByIds([input.indicatorId]);
  // Officers of planning, and those of the department that is the indicator's steward.
  const stewards = indicator && departmentOfBody(indicator.stewardId);
  const department = stewards === context.caller?.department ? stewards : 'planning';
  return runCommand(context, { department: department ?? 'planning', input }, async (run) => {
    if (!indicator) {
      const unknown = unknownRow('indicatorId', { vi: 'chỉ tiêu', en: 'indicator' }, input.indicatorId);
      return refuse(unknown.code, { path: 'indicatorId', message: unknown.message });
    }
    const { period } = input;
    const scopeId = input.scopeId ?? null;
    const { entry, replayed } = await appendFigure<ObservationRecord, RecordObservationInput>(context, run, {
      command: 'recordObservation',
      place: { series: 'ACTUAL', indicatorId: indicator._id, period, scopeId },
      next: (former, id) => nextVintage(context, run, { indicator, former, id }),
    });
    const assessment = await assessCell(context, { indicator, period, scopeId });
    return { observation: entry.state.head, assessment, replayed };
  });
}
