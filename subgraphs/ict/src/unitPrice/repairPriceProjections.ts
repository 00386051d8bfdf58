import type { RequestContext } from '@lien-thong/subgraph-kit';
import { createRepositories } from '../repositories';
import { refreshPriceProjections } from './projections';

/** Changes younger than this at the last repair are looked at again: a process may still have been writing. */
const overlapMs = 60_000;

/** When the last repair of a database began. */
const repairedAtByDatabase = new WeakMap<object, Date>();

/**
 * Brings up to date what services and contracts show of their prices, where a process died between the change of a
 * price and the writing of these, or where two writers crossed. All changes once, then the newest ones.
 */
export async function repairPriceProjections({
  db,
  clock,
}: Pick<RequestContext, 'db' | 'clock'>): Promise<void> {
  const begun = clock.now();
  const last = repairedAtByDatabase.get(db);
  const repositories = createRepositories(db);
  const since = last ? new Date(last.getTime() - overlapMs) : new Date(0);
  const changed = await repositories.unitPrices.findChangedSince(since);
  if (changed.length > 0) await refreshPriceProjections(changed, { repositories });
  repairedAtByDatabase.set(db, begun);
}
