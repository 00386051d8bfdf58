import { historyOf, type PageArguments } from '@lien-thong/subgraph-kit';
import type { IctContext } from './context';

/** Types of the department's aggregates, the first part of the ids of their journal entries. */
export type AggregateType = 'contract' | 'document' | 'provider' | 'unitPrice';

/** A resolver of `history`: the versions of the entity, newest first, paged. */
export function historyField(type: AggregateType) {
  return ({ _id }: { readonly _id: string }, args: PageArguments, { db }: IctContext) =>
    historyOf(db, { type, id: _id }, args);
}
