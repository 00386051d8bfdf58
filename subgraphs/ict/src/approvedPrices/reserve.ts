import { type CommandRun, deriveId, refuse } from '@lien-thong/subgraph-kit';
import { appendTo } from '../commands/appendTo';
import { overlaps } from '../commands/checks';
import { operational } from '../commands/provenance';
import type { IctContext } from '../context';
import type { PriceStepInput } from '../unitPrice/commands/changePrice';
import type { UnitPriceRecord } from '../unitPrice/record';
import { type ApprovedPricesRecord, approvedPricesAggregate } from './record';

type Run = CommandRun<PriceStepInput>;

function entityIdOf({ serviceId, provider }: UnitPriceRecord): string {
  return deriveId('apr', serviceId, provider?._id ?? '');
}

/** Prices that were approved before this chain began, as the seeds load them. */
async function begun(
  price: UnitPriceRecord,
  run: Run,
  { repositories }: IctContext,
): Promise<ApprovedPricesRecord> {
  const prices = await repositories.unitPrices.findByServices([price.serviceId]);
  const approved = prices.filter(
    ({ status, provider }) => status === 'APPROVED' && provider?._id === price.provider?._id,
  );
  return {
    _id: entityIdOf(price),
    version: 0,
    serviceId: price.serviceId,
    providerId: price.provider?._id ?? null,
    entries: approved.map(({ _id, validity }) => ({ unitPriceId: _id, validity })),
    provenance: operational(run),
  };
}

function refuseOverlap(price: UnitPriceRecord, { entries }: ApprovedPricesRecord): void {
  const other = entries.find(
    ({ unitPriceId, validity }) => unitPriceId !== price._id && overlaps(validity, price.validity),
  );
  if (!other) return;
  refuse('PRICE_OVERLAP', {
    path: 'unitPriceId',
    message: {
      vi: `Đơn giá ${other.unitPriceId} của cùng dịch vụ và đơn vị cho thuê đã được duyệt cho một phần thời gian này.`,
      en: `Unit price ${other.unitPriceId} of the same service and provider is approved for part of this time.`,
    },
  });
}

/**
 * Keeps the time of a price free of other approvals, before it is approved itself; PRICE_OVERLAP where another one has
 * it. `check` runs first and may refuse. A process that dies before the approval leaves the time to this price: sending
 * the command again, or approving the price later, goes on from there.
 */
export async function reserveValidity(
  price: UnitPriceRecord,
  check: () => Promise<void>,
  { run, context }: { readonly run: Run; readonly context: IctContext },
): Promise<void> {
  await appendTo(context, run, {
    aggregate: approvedPricesAggregate,
    entityId: entityIdOf(price),
    command: 'approveUnitPrice',
    step: 'reserve',
    decide: async (current) => {
      await check();
      const known = current ?? (await begun(price, run, context));
      refuseOverlap(price, known);
      const others = known.entries.filter(({ unitPriceId }) => unitPriceId !== price._id);
      const entries = [...others, { unitPriceId: price._id, validity: price.validity }];
      return { state: { ...known, entries } };
    },
  });
}

/** Gives the time of a price free again, whose approval was refused after all. */
export async function releaseValidity(price: UnitPriceRecord, run: Run, context: IctContext): Promise<void> {
  await appendTo(context, run, {
    aggregate: approvedPricesAggregate,
    entityId: entityIdOf(price),
    command: 'approveUnitPrice',
    step: 'release',
    decide: async (current) => {
      const known = current ?? (await begun(price, run, context));
      const entries = known.entries.filter(({ unitPriceId }) => unitPriceId !== price._id);
      return { state: { ...known, entries } };
    },
  });
}
