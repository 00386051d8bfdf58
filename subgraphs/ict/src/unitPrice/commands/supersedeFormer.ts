import type { CommandRun, Decision } from '@lien-thong/subgraph-kit';
import { appendTo } from '../../commands/appendTo';
import { existing } from '../../commands/known';
import { changed } from '../../commands/provenance';
import type { IctContext } from '../../context';
import { unitPriceAggregate } from '../aggregate';
import { refreshPriceProjections } from '../projections';
import type { UnitPriceRecord } from '../record';
import type { PriceStepInput } from './changePrice';

/**
 * Ends the approved prices of the same service and provider that held before the one now approved. Contracts on them
 * keep counting as approved. A price that another command has superseded meanwhile stays as it is.
 */
export async function supersedeFormer(
  approved: UnitPriceRecord,
  run: CommandRun<PriceStepInput>,
  context: IctContext,
): Promise<void> {
  const prices = await context.repositories.unitPrices.findByServices([approved.serviceId]);
  const former = prices.filter(
    ({ _id, status, provider, validity }) =>
      _id !== approved._id &&
      status === 'APPROVED' &&
      provider?._id === approved.provider?._id &&
      (validity.endDate ?? '9999-12-31') < (approved.validity.startDate ?? ''),
  );
  for (const { _id } of former) {
    await appendTo(context, run, {
      aggregate: unitPriceAggregate,
      entityId: _id,
      command: 'approveUnitPrice',
      step: `supersede/${_id}`,
      decide: (current): Decision<UnitPriceRecord> => {
        const price = existing(current, 'unitPriceId');
        const provenance = changed(price.provenance, run);
        return price.status === 'APPROVED'
          ? { state: { ...price, status: 'SUPERSEDED', supersededById: approved._id, provenance } }
          : { state: price };
      },
    });
  }
  if (former.length > 0) await refreshPriceProjections(former, context);
}
