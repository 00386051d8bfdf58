import {
  appendVersion,
  deriveId,
  refuseIfAny,
  runCommand,
  type UserErrorRecord,
} from '@lien-thong/subgraph-kit';
import { procurementPlanItemAggregate } from '../../commands/aggregates';
import {
  blankText,
  invalid,
  type TextInput,
  taken,
  textOf,
  unknownBody,
  unknownRow,
} from '../../commands/checks';
import { requireAtOwner } from '../../commands/owners';
import { recorded } from '../../commands/recorded';
import type { PlanningContext } from '../../context';
import type { ProgrammeRecord } from '../../programme/record';
import { programmeRepository } from '../../programme/repository';
import type { ProcurementPlanItemRecord } from '../record';
import { procurementPlanItemRepository } from '../repository';

/** `PlanProcurementInput` of the schema. */
export interface PlanProcurementInput {
  readonly idempotencyKey: string;
  readonly packageNo: string;
  readonly name: TextInput;
  readonly programmeId: string;
  readonly serviceId?: string | null;
  readonly organiserId: string;
  readonly fiscalYear: number;
  readonly plannedStart?: string | null;
  /** Whole đồng. */
  readonly plannedValue?: number | null;
}

function yearMistakes({ period }: ProgrammeRecord, fiscalYear: number): UserErrorRecord[] {
  const first = Number(period.startDate?.slice(0, 4) ?? 1);
  const last = Number(period.endDate?.slice(0, 4) ?? 9999);
  if (fiscalYear >= first && fiscalYear <= last) return [];
  return [
    invalid(
      'fiscalYear',
      `Chương trình thực hiện từ năm ${first} đến năm ${last}; năm gửi là ${fiscalYear}.`,
      `The programme runs from ${first} to ${last}; ${fiscalYear} was sent.`,
    ),
  ];
}

async function mistakes(context: PlanningContext, input: PlanProcurementInput): Promise<UserErrorRecord[]> {
  const { packageNo, name, programmeId, organiserId, fiscalYear, plannedValue } = input;
  const [programme] = await programmeRepository(context.db).findByIds([programmeId]);
  return [
    ...(packageNo.trim() ? [] : [invalid('packageNo', 'Cần số gói thầu.', 'A package needs its number.')]),
    ...blankText('name', name),
    ...(programme
      ? yearMistakes(programme, fiscalYear)
      : [unknownRow('programmeId', { vi: 'chương trình', en: 'programme' }, programmeId)]),
    ...(await unknownBody(context, 'organiserId', organiserId)),
    ...(plannedValue != null && plannedValue <= 0
      ? [invalid('plannedValue', 'Giá gói thầu phải lớn hơn 0.', 'A planned value is above zero.')]
      : []),
  ];
}

/**
 * Adds a package to the contractor selection plan. Refuses INVALID_INPUT, NOT_FOUND, DUPLICATE_NUMBER (package number in
 * its programme); UPSTREAM_UNAVAILABLE where the owner of the service does not answer.
 */
export function planProcurement(
  _: unknown,
  { input }: { input: PlanProcurementInput },
  context: PlanningContext,
) {
  return runCommand(context, { department: 'planning', input }, async (run) => {
    const packageNo = input.packageNo.trim();
    const entityId = deriveId('ppi', input.programmeId, packageNo);
    const { entry, replayed } = await appendVersion<ProcurementPlanItemRecord>(context.journal, {
      ...run,
      aggregate: procurementPlanItemAggregate,
      entityId,
      command: 'planProcurement',
      decide: async (current) => {
        refuseIfAny(await mistakes(context, input));
        const items = await procurementPlanItemRepository(context.db).findByParents('programmeId', [
          input.programmeId,
        ]);
        if (current || items.some((item) => item.packageNo === packageNo)) {
          refuseIfAny([taken('packageNo', packageNo)]);
        }
        const { serviceId } = input;
        if (serviceId) await requireAtOwner(context, { kind: 'service', id: serviceId, path: 'serviceId' });
        return { state: { _id: entityId, ...stateOf(input, packageNo), provenance: recorded(run) } };
      },
    });
    return { item: entry.state, replayed };
  });
}

function stateOf(
  input: PlanProcurementInput,
  packageNo: string,
): Omit<ProcurementPlanItemRecord, '_id' | 'version' | 'provenance'> {
  const { programmeId, serviceId, organiserId, fiscalYear, plannedStart, plannedValue } = input;
  return {
    packageNo,
    name: textOf(input.name),
    programmeId,
    serviceId: serviceId ?? null,
    organiserId,
    fiscalYear,
    plannedStart: plannedStart ?? null,
    plannedValue: plannedValue == null ? null : { amount: plannedValue, qualifier: 'EXACT' },
    contractId: null,
    status: 'PLANNED',
  };
}
