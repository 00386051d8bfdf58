import type { SubgraphResolvers } from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import { documentOf } from '../documents';
import type { NegotiationRoundRecord } from './record';

/** Negotiation rounds: who took part, about what, with which minutes. */
export const negotiationRoundResolvers: SubgraphResolvers<IctContext> = {
  NegotiationRound: {
    id: ({ _id }: NegotiationRoundRecord) => _id,
    service: ({ serviceId }: NegotiationRoundRecord, _: unknown, { loaders }) =>
      loaders.services.load(serviceId),
    participants: (row: NegotiationRoundRecord, _: unknown, { publicBodies }) =>
      publicBodies.byIds(row.participantIds),
    minutes: (row: NegotiationRoundRecord, _: unknown, context) => documentOf(row.minutesId, context),
  },
};
