import { appendFollowUp, type FollowUpContext } from '../commands/financeCommand';
import { decisionAggregate } from './aggregate';
import type { DecisionRecord } from './record';

async function moveReservation(
  follow: FollowUpContext,
  at: { decisionId: string; allocationId: string; state: 'APPLIED' | 'VOID' },
): Promise<void> {
  const { decisionId, allocationId, state } = at;
  await appendFollowUp<DecisionRecord>(follow, {
    aggregate: decisionAggregate,
    entityId: decisionId,
    command: state === 'APPLIED' ? 'confirm' : 'release',
    key: allocationId,
    decide: (current) => {
      if (!current) throw new Error(`the decision ${decisionId} has no reservations`);
      const reservations = current.reservations.map((each) =>
        each.allocationId === allocationId ? { ...each, state, since: null } : each,
      );
      return { state: { ...current, reservations } };
    },
  });
}

/** Marks what was reserved for an allocation as used. */
export function confirmReservation(
  follow: FollowUpContext,
  decisionId: string,
  allocationId: string,
): Promise<void> {
  return moveReservation(follow, { decisionId, allocationId, state: 'APPLIED' });
}

/** Frees what was reserved for an allocation, after its line has given it up for good. */
export function releaseReservation(
  follow: FollowUpContext,
  decisionId: string,
  allocationId: string,
): Promise<void> {
  return moveReservation(follow, { decisionId, allocationId, state: 'VOID' });
}
