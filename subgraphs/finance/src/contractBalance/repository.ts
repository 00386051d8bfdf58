import { codedError } from '@lien-thong/schema';
import {
  type CollectionPage,
  type CollectionPageOptions,
  type Condition,
  compareRows,
  connectionOf,
  decodeCursor,
  listFingerprint,
  pageOfCollection,
  pageRequest,
  totalOrder,
} from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import type { StoredCommitment } from '../commitment/record';
import { commitments, findCommitments } from '../commitment/repository';
import { overdueOf } from '../commitment/totals';
import { oneBatch } from '../oneBatch';

/** Most commitments that are put in order by what is overdue; more of them ask for a narrower filter. */
const maxOrderedByOverdue = 20_000;

/** How many commitments match. */
export function countBalances(db: Db, condition: Condition): Promise<number> {
  return commitments(db).countDocuments(condition);
}

/** The sum of what is outstanding over all that match, whole đồng. */
export async function sumOutstanding(db: Db, condition: Condition): Promise<number> {
  const [group] = await commitments(db)
    .aggregate<{ total: number }>(
      [{ $match: condition }, { $group: { _id: null, total: { $sum: '$outstanding.amount' } } }],
      oneBatch,
    )
    .toArray();
  return Number(group?.total ?? 0);
}

/** A page of the commitments that match, in a stored order. */
export function pageOfBalances(
  db: Db,
  options: CollectionPageOptions,
): Promise<CollectionPage<StoredCommitment>> {
  return pageOfCollection(commitments(db), options);
}

/**
 * A page in an order that holds what was overdue on `day`. That amount changes with the day, so it is computed for
 * every commitment that matches (keys and open payments only), in two commands. Throws BAD_USER_INPUT where more than
 * 20,000 match.
 */
export async function pageByOverdue(db: Db, day: string, options: CollectionPageOptions) {
  const { size, backward, cursor } = pageRequest(options.args, options.defaultSize);
  const order = totalOrder(options.sort);
  const found = await commitments(db)
    .find(options.filter, oneBatch)
    .project<Pick<StoredCommitment, '_id' | 'openPayments' | 'outstanding' | 'nextDueOn'>>({
      openPayments: 1,
      outstanding: 1,
      nextDueOn: 1,
    })
    .limit(maxOrderedByOverdue + 1)
    .toArray();
  if (found.length > maxOrderedByOverdue) {
    throw codedError('BAD_USER_INPUT', {
      message: `More than ${maxOrderedByOverdue} balances match. Ordering by OVERDUE needs a narrower filter: add programmeId, fiscalYear or overdueOn.`,
    });
  }
  const keys = found
    .map((key) => ({ ...key, overdue: overdueOf(key.openPayments, day) }))
    .sort((left, right) => compareRows(order, left, right));
  const fingerprint = listFingerprint(['overdue', day, options.filter, options.sort]);
  const position = cursor ? decodeCursor(cursor, fingerprint, order.length) : null;
  const last = position?.at(-1);
  const mark = position ? keys.findIndex(({ _id }) => _id === last) : -1;
  const from = backward ? Math.max(0, (position ? mark : keys.length) - size) : mark + 1;
  const to = backward ? (position ? mark : keys.length) : from + size;
  const window = keys.slice(from, to);
  const rows = new Map(
    (
      await findCommitments(
        db,
        window.map(({ _id }) => _id),
      )
    ).map((row) => [row._id, row]),
  );
  const nodes = window.flatMap((key) => {
    const row = rows.get(key._id);
    return row ? [{ ...row, overdue: key.overdue }] : [];
  });
  const hasNextPage = to < keys.length;
  return connectionOf({ nodes, order, fingerprint, hasNextPage, hasPreviousPage: from > 0 });
}
