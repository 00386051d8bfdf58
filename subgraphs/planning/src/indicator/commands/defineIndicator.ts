import {
  appendVersion,
  refuseIfAny,
  runCommand,
  type UserErrorRecord,
  userError,
} from '@lien-thong/subgraph-kit';
import { indicatorAggregate } from '../../commands/aggregates';
import {
  blankText,
  invalid,
  malformedCode,
  type TextInput,
  taken,
  textOf,
  unknownBody,
  unknownRow,
} from '../../commands/checks';
import { recorded } from '../../commands/recorded';
import type { PlanningContext } from '../../context';
import { programmeRepository } from '../../programme/repository';
import type { IndicatorRecord } from '../record';
import { indicatorRepository } from '../repository';
import { unitCodes, unitOfCode } from '../units';

/** `DefineIndicatorInput` of the schema. */
export interface DefineIndicatorInput {
  readonly idempotencyKey: string;
  readonly code: string;
  readonly name: TextInput;
  readonly definition: TextInput;
  readonly resultType: IndicatorRecord['resultType'];
  readonly measure: IndicatorRecord['measure'];
  readonly unitCode: string;
  readonly ascending: boolean;
  readonly aggregable: boolean;
  readonly stewardId: string;
  readonly programmeIds: readonly string[];
}

function unitMistakes({ unitCode, measure }: DefineIndicatorInput): UserErrorRecord[] {
  if (!unitOfCode(unitCode)) {
    const known = unitCodes.join(', ');
    return [
      invalid(
        'unitCode',
        `Đơn vị tính là một trong: ${known}.`,
        `A unit is one of these UN/CEFACT codes: ${known}.`,
      ),
    ];
  }
  if ((measure === 'PERCENTAGE') === (unitCode === 'P1')) return [];
  const message = {
    vi: 'Chỉ tiêu tỷ lệ phần trăm có đơn vị P1, và chỉ chỉ tiêu đó.',
    en: 'A PERCENTAGE has the unit P1, and nothing else has it.',
  };
  return [userError('UNIT_MISMATCH', { path: 'unitCode', message })];
}

async function unknownProgrammes(
  context: PlanningContext,
  ids: readonly string[],
): Promise<UserErrorRecord[]> {
  const known = new Set((await programmeRepository(context.db).findByIds(ids)).map(({ _id }) => _id));
  return ids.flatMap((id, at) =>
    known.has(id) ? [] : [unknownRow(`programmeIds.${at}`, { vi: 'chương trình', en: 'programme' }, id)],
  );
}

async function mistakes(context: PlanningContext, input: DefineIndicatorInput): Promise<UserErrorRecord[]> {
  return [
    ...malformedCode('code', input.code),
    ...blankText('name', input.name),
    ...blankText('definition', input.definition),
    ...unitMistakes(input),
    ...(await unknownBody(context, 'stewardId', input.stewardId)),
    ...(await unknownProgrammes(context, input.programmeIds)),
  ];
}

/** Defines an indicator. Refuses INVALID_INPUT, UNIT_MISMATCH, NOT_FOUND (steward, programmes), DUPLICATE_NUMBER (code). */
export function defineIndicator(
  _: unknown,
  { input }: { input: DefineIndicatorInput },
  context: PlanningContext,
) {
  return runCommand(context, { department: 'planning', input }, async (run) => {
    const entityId = `ind-${input.code}`;
    const { entry, replayed } = await appendVersion<IndicatorRecord>(context.journal, {
      ...run,
      aggregate: indicatorAggregate,
      entityId,
      command: 'defineIndicator',
      decide: async (current) => {
        refuseIfAny(await mistakes(context, input));
        const [known] = await indicatorRepository(context.db).findByCodes([input.code]);
        if (current ?? known) refuseIfAny([taken('code', input.code)]);
        return { state: { _id: entityId, ...stateOf(input), provenance: recorded(run) } };
      },
    });
    return { indicator: entry.state, replayed };
  });
}

function stateOf(input: DefineIndicatorInput): Omit<IndicatorRecord, '_id' | 'version' | 'provenance'> {
  const { code, resultType, measure, ascending, aggregable, stewardId, programmeIds } = input;
  const unit = unitOfCode(input.unitCode);
  if (!unit) throw new Error(`the unit ${input.unitCode} was not checked`);
  return {
    code,
    name: textOf(input.name),
    definition: textOf(input.definition),
    numerator: null,
    denominator: null,
    exclusions: null,
    resultType,
    measure,
    unit,
    ascending,
    aggregable,
    stewardId,
    programmeIds: [...new Set(programmeIds)],
    baseline: null,
  };
}
