import {
  appendVersion,
  deriveId,
  refuseIfAny,
  runCommand,
  type UserErrorRecord,
} from '@lien-thong/subgraph-kit';
import { contributionAggregate } from '../../commands/aggregates';
import { blankText, invalid, type TextInput, textOf, unknownRow } from '../../commands/checks';
import { type OwnedKind, requireAtOwner } from '../../commands/owners';
import { recorded } from '../../commands/recorded';
import type { PlanningContext } from '../../context';
import { indicatorRepository } from '../../indicator/repository';
import type { ContributionRecord } from '../record';
import { type ContributionEnd, contributionRepository } from '../repository';

/** `LinkContributionInput` of the schema. */
export interface LinkContributionInput {
  readonly idempotencyKey: string;
  readonly indicatorId: string;
  readonly contractId?: string | null;
  readonly serviceId?: string | null;
  readonly budgetLineId?: string | null;
  readonly rationale: TextInput;
}

interface Link {
  readonly kind: OwnedKind;
  readonly path: Exclude<ContributionEnd, 'indicatorId'>;
  readonly id: string;
}

function linksIn({ contractId, serviceId, budgetLineId }: LinkContributionInput): Link[] {
  const links = [
    { kind: 'contract', path: 'contractId', id: contractId },
    { kind: 'service', path: 'serviceId', id: serviceId },
    { kind: 'budgetLine', path: 'budgetLineId', id: budgetLineId },
  ] as const;
  return links.filter((link): link is (typeof links)[number] & { id: string } => Boolean(link.id));
}

async function mistakes(
  context: PlanningContext,
  input: LinkContributionInput,
  links: readonly Link[],
): Promise<UserErrorRecord[]> {
  const [indicator] = await indicatorRepository(context.db).findByIds([input.indicatorId]);
  return [
    ...(links.length === 1
      ? []
      : [
          invalid(
            'contractId',
            `Cần đúng một trong contractId, serviceId, budgetLineId; đã gửi ${links.length}.`,
            `Exactly one of contractId, serviceId, budgetLineId is needed; ${links.length} were sent.`,
          ),
        ]),
    ...blankText('rationale', input.rationale),
    ...(indicator ? [] : [unknownRow('indicatorId', { vi: 'chỉ tiêu', en: 'indicator' }, input.indicatorId)]),
  ];
}

/** Whether the two are linked already, by whatever brought the link. */
async function isLinked({ db }: PlanningContext, indicatorId: string, { path, id }: Link): Promise<boolean> {
  const links = await contributionRepository(db).findByEnd(path, [id]);
  return links.some((link) => link.indicatorId === indicatorId);
}

/**
 * Links a contract, a service or a budget line to the indicator that it is meant to move. Refuses INVALID_INPUT (not
 * exactly one, linked already), NOT_FOUND; UPSTREAM_UNAVAILABLE where the owner of the row does not answer.
 */
export function linkContribution(
  _: unknown,
  { input }: { input: LinkContributionInput },
  context: PlanningContext,
) {
  return runCommand(context, { department: 'planning', input }, async (run) => {
    const links = linksIn(input);
    const [link] = links;
    const entityId = deriveId('ctb', input.indicatorId, link?.path ?? '', link?.id ?? '');
    const { entry, replayed } = await appendVersion<ContributionRecord>(context.journal, {
      ...run,
      aggregate: contributionAggregate,
      entityId,
      command: 'linkContribution',
      decide: async (current) => {
        refuseIfAny(await mistakes(context, input, links));
        if (link && (current || (await isLinked(context, input.indicatorId, link)))) {
          refuseIfAny([
            invalid(
              link.path,
              `${link.id} đã được gắn với chỉ tiêu này.`,
              `${link.id} is linked to this indicator already.`,
            ),
          ]);
        }
        if (link) await requireAtOwner(context, link);
        const { indicatorId, contractId, serviceId, budgetLineId } = input;
        return {
          state: {
            _id: entityId,
            indicatorId,
            contractId: contractId ?? null,
            serviceId: serviceId ?? null,
            budgetLineId: budgetLineId ?? null,
            rationale: textOf(input.rationale),
            provenance: recorded(run),
          },
        };
      },
    });
    return { contribution: entry.state, replayed };
  });
}
