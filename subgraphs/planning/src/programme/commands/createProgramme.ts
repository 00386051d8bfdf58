import { appendVersion, refuseIfAny, runCommand, type UserErrorRecord } from '@lien-thong/subgraph-kit';
import { programmeAggregate } from '../../commands/aggregates';
import {
  blankText,
  invalid,
  malformedCode,
  type TextInput,
  taken,
  textOf,
  unknownBody,
} from '../../commands/checks';
import { type CitedClause, optionalCitation } from '../../commands/owners';
import { recorded } from '../../commands/recorded';
import type { PlanningContext } from '../../context';
import type { ProgrammeRecord } from '../record';
import { programmeRepository } from '../repository';

/** `CreateProgrammeInput` of the schema. */
export interface CreateProgrammeInput {
  readonly idempotencyKey: string;
  readonly code: string;
  readonly name: TextInput;
  readonly period: { readonly startDate: string; readonly endDate: string };
  readonly leadId: string;
  readonly citation?: CitedClause | null;
}

async function mistakes(context: PlanningContext, input: CreateProgrammeInput): Promise<UserErrorRecord[]> {
  const { code, name, period, leadId } = input;
  const inverted =
    period.startDate > period.endDate
      ? [
          invalid(
            'period',
            'Ngày đầu phải không sau ngày cuối.',
            'The first day must not be after the last day.',
          ),
        ]
      : [];
  return [
    ...malformedCode('code', code),
    ...blankText('name', name),
    ...inverted,
    ...(await unknownBody(context, 'leadId', leadId)),
  ];
}

/** Sets up a programme. Refuses INVALID_INPUT, NOT_FOUND (lead, document), DUPLICATE_NUMBER (code). */
export function createProgramme(
  _: unknown,
  { input }: { input: CreateProgrammeInput },
  context: PlanningContext,
) {
  return runCommand(context, { department: 'planning', input }, async (run) => {
    const entityId = `prg-${input.code}`;
    const { entry, replayed } = await appendVersion<ProgrammeRecord>(context.journal, {
      ...run,
      aggregate: programmeAggregate,
      entityId,
      command: 'createProgramme',
      decide: async (current) => {
        refuseIfAny(await mistakes(context, input));
        const [known] = await programmeRepository(context.db).findByCodes([input.code]);
        if (current ?? known) refuseIfAny([taken('code', input.code)]);
        const citations = await optionalCitation(context, input.citation, 'citation');
        const { code, name, period, leadId } = input;
        return {
          state: {
            _id: entityId,
            code,
            name: textOf(name),
            period: { ...period },
            leadId,
            partnerIds: [],
            documentIds: citations.map(({ documentId }) => documentId),
            provenance: recorded(run, citations),
          },
          citation: citations[0],
        };
      },
    });
    return { programme: entry.state, replayed };
  });
}
