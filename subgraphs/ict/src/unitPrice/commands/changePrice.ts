import type { CommandInput, CommandRun } from '@lien-thong/subgraph-kit';
import { appendTo, type Version } from '../../commands/appendTo';
import { illegal } from '../../commands/checks';
import { existing } from '../../commands/known';
import { changed } from '../../commands/provenance';
import type { IctContext } from '../../context';
import { unitPriceAggregate } from '../aggregate';
import { refreshPriceProjections } from '../projections';
import type { UnitPriceRecord } from '../record';
import type { UnitPriceStatus } from '../status';

/** What the steps of a unit price have in common in their input. */
export interface PriceStepInput extends CommandInput {
  readonly unitPriceId: string;
  readonly expectedVersion: number;
}

/** One step of a unit price. */
export interface PriceStep {
  readonly command: string;
  /** The only state that the step may start from. */
  readonly from: UnitPriceStatus;
  readonly to: UnitPriceStatus;
  readonly citation?: Version<UnitPriceRecord>['citation'];
  /** Checks the rest of the invariant and gives the fields that change beside the status. */
  readonly decide: (price: UnitPriceRecord) => Promise<Partial<UnitPriceRecord>>;
}

/** The payload of a mutation on a unit price. */
export interface UnitPricePayload {
  readonly unitPrice: UnitPriceRecord;
  readonly replayed: boolean;
}

/** Refuses a step from any state but its own. */
export function refuseOtherState(price: UnitPriceRecord, { from, to }: Pick<PriceStep, 'from' | 'to'>): void {
  if (price.status === from) return;
  illegal('unitPriceId', {
    vi: `Đơn giá đang ở trạng thái ${price.status}; chỉ từ ${from} mới sang được ${to}.`,
    en: `The unit price is ${price.status}; only ${from} goes on to ${to}.`,
  });
}

/** Takes a unit price one step further and brings up to date what services and contracts show of it. */
export async function takePriceStep(
  run: CommandRun<PriceStepInput>,
  context: IctContext,
  step: PriceStep,
): Promise<UnitPricePayload> {
  const { unitPriceId, expectedVersion } = run.input;
  const { entry, replayed } = await appendTo(context, run, {
    aggregate: unitPriceAggregate,
    entityId: unitPriceId,
    command: step.command,
    expectedVersion,
    citation: step.citation,
    decide: async (current) => {
      const price = existing(current, 'unitPriceId');
      refuseOtherState(price, step);
      const fields = await step.decide(price);
      const provenance = changed(price.provenance, run);
      return { state: { ...price, ...fields, status: step.to, provenance } };
    },
  });
  await refreshPriceProjections([entry.state], context);
  return { unitPrice: entry.state, replayed };
}
