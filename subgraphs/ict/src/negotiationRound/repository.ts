import { createChildPageLoader } from '@lien-thong/subgraph-kit';
import type { Collection, Db } from 'mongodb';
import { rowsWhere } from '../rowsWhere';
import { type NegotiationRoundRecord, negotiationRoundCollection } from './record';

/** The questions that are asked of the negotiation rounds. */
export interface NegotiationRoundRepository {
  findByIds(ids: readonly string[]): Promise<NegotiationRoundRecord[]>;
  /** A loader of pages of rounds below many services. */
  pagesOfServices(): ReturnType<typeof createChildPageLoader<NegotiationRoundRecord>>;
}

/** The negotiation rounds of a database. */
export function negotiationRoundRepository(db: Db): NegotiationRoundRepository {
  const collection: Collection<NegotiationRoundRecord> = db.collection(negotiationRoundCollection.name);
  return {
    findByIds: (ids) => rowsWhere(collection, '_id', ids),
    pagesOfServices: () => createChildPageLoader({ collection, parentField: 'serviceId' }),
  };
}
