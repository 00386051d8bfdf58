import {
  type CitationRecord,
  dayInHanoi,
  refuse,
  refuseIfAny,
  runCommand,
  type UserErrorRecord,
  userError,
  type ValueQualifier,
} from '@lien-thong/subgraph-kit';
import { invalid, unknownBody, unknownRow } from '../../commands/checks';
import { citationOf } from '../../commands/owners';
import { recorded } from '../../commands/recorded';
import type { PlanningContext } from '../../context';
import { indicatorRepository } from '../../indicator/repository';
import type { TargetRecord } from '../record';
import { appendFigure } from './appendFigure';
import { outOfPercentRange } from './outOfPercentRange';

/** `SetTargetInput` of the schema. */
export interface SetTargetInput {
  readonly idempotencyKey: string;
  readonly indicatorId: string;
  readonly period: string;
  readonly value: string;
  readonly qualifier: ValueQualifier;
  readonly scopeId?: string | null;
  readonly setOn: string;
  readonly documentId: string;
  readonly clause: string;
}

async function mistakes(context: PlanningContext, input: SetTargetInput): Promise<UserErrorRecord[]> {
  const { indicatorId, value, scopeId, setOn, documentId, clause } = input;
  const [indicator] = await indicatorRepository(context.db).findByIds([indicatorId]);
  if (!indicator) return [unknownRow('indicatorId', { vi: 'chỉ tiêu', en: 'indicator' }, indicatorId)];
  const undocumented = Object.entries({ documentId, clause }).filter(([, text]) => !text.trim());
  const today = dayInHanoi(context.clock.now());
  return [
    ...undocumented.map(([path]) => userError('TARGET_NEEDS_DOCUMENT', { path })),
    ...outOfPercentRange(indicator, 'value', value),
    ...(await unknownBody(context, 'scopeId', scopeId)),
    ...(setOn > today
      ? [
          invalid(
            'setOn',
            `Ngày đặt không sau hôm nay (${today}).`,
            `A target is not set after today (${today}).`,
          ),
        ]
      : []),
  ];
}

async function documentOf(context: PlanningContext, input: SetTargetInput): Promise<CitationRecord> {
  const { documentId, clause } = input;
  const citation = await citationOf(context, { documentId, clause });
  return (
    citation ??
    refuse('TARGET_NEEDS_DOCUMENT', {
      path: 'documentId',
      message: {
        vi: `Sổ văn bản không có ${documentId}; mục tiêu cần văn bản đặt ra nó.`,
        en: `The registry has no document ${documentId}; a target needs the document that set it.`,
      },
    })
  );
}

/**
 * Sets a target; the one that stands for the same indicator, period and scope is superseded and stays. Refuses
 * TARGET_NEEDS_DOCUMENT, VALUE_OUT_OF_RANGE, NOT_FOUND, INVALID_INPUT; UPSTREAM_UNAVAILABLE without the registry.
 */
export function setTarget(_: unknown, { input }: { input: SetTargetInput }, context: PlanningContext) {
  return runCommand(context, { department: 'planning', input }, async (run) => {
    const { indicatorId, period, value, qualifier, setOn, documentId } = input;
    const scopeId = input.scopeId ?? null;
    const { entry, replayed } = await appendFigure<TargetRecord, SetTargetInput>(context, run, {
      command: 'setTarget',
      place: { series: 'TARGET', indicatorId, period, scopeId },
      next: async (former, id) => {
        refuseIfAny(await mistakes(context, input));
        const citation = await documentOf(context, input);
        const figure: TargetRecord = {
          _id: id,
          version: 1,
          series: 'TARGET',
          indicatorId,
          period,
          scopeId,
          value,
          qualifier,
          setOn,
          documentId,
          supersedesId: former?._id ?? null,
          provenance: recorded(run, [citation]),
        };
        return { figure, citation };
      },
    });
    return { target: entry.state.head, replayed };
  });
}
