import { type CollectionDefinition, moneyRecord, periodRecord, rowFields } from '@lien-thong/subgraph-kit';
import { z } from 'zod';
import { commonIndexes } from '../indexes';
import { providerSnapshot } from '../provider/record';

/** One round of price negotiation (đàm phán giá). */
export const negotiationRoundRecord = z.strictObject({
  ...rowFields,
  serviceId: z.string().min(1),
  /** Null when the source does not name the providers (L14). */
  provider: providerSnapshot.nullish(),
  round: z.int().min(1).nullish(),
  period: periodRecord,
  offered: moneyRecord.nullish(),
  agreed: moneyRecord.nullish(),
  participantIds: z.array(z.string().min(1)).min(1).max(50),
  minutesId: z.string().min(1).nullish(),
  /** The price that the round is about. */
  unitPriceId: z.string().min(1).nullish(),
});
/** What {@link negotiationRoundRecord} describes. */
export type NegotiationRoundRecord = z.infer<typeof negotiationRoundRecord>;

/** Negotiation rounds of all services. */
export const negotiationRoundCollection: CollectionDefinition<NegotiationRoundRecord> = {
  name: 'negotiationRounds',
  schema: negotiationRoundRecord,
  indexes: [
    { key: { serviceId: 1, 'period.startDate': 1, round: 1 } },
    { key: { unitPriceId: 1, round: 1 } },
    ...commonIndexes,
  ],
};
