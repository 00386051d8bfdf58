import { type ChildPage, type ChildPageKey, type PageArguments, sumMoney } from '@lien-thong/subgraph-kit';
import type { CommitmentSummary } from '../loaders';
import type { StoredCommitment } from './record';

/** Which page of a line's commitments: the oldest first. */
export function commitmentsKey(parentId: string, args: PageArguments): ChildPageKey {
  return { parentId, filter: {}, sort: [{ field: 'committedOn', direction: 1 }], args, defaultSize: 50 };
}

/** A page of commitments with the total of all of them. */
export function commitmentConnection(page: ChildPage<StoredCommitment, CommitmentSummary>) {
  return { ...page, total: () => sumMoney(page.summary.map(({ amount }) => amount)) };
}
