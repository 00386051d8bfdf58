import { money, refuse } from '@lien-thong/subgraph-kit';
import { headroomOf } from '../decision/headroom';
import type { DecisionRecord, ReservationRecord } from '../decision/record';

const transferKinds: ReadonlySet<ReservationRecord['kind']> = new Set(['TRANSFER_IN', 'TRANSFER_OUT']);

/** What was transferred out under the decision and has not come in anywhere yet, whole đồng. */
function inTransit(decision: DecisionRecord | null): number {
  const transfers = (decision?.reservations ?? []).filter(
    ({ kind, state }) => transferKinds.has(kind) && state !== 'VOID',
  );
  return -transfers.reduce((total, { amount }) => total + amount, 0);
}

/**
 * Refuses what the decision has no room for. A transfer needs no ceiling: what comes in under a decision is what went
 * out under it before, so that transfers sum to zero. Everything else that adds stays within the ceiling.
 */
export function refuseUnlessRoom(
  decision: DecisionRecord | null,
  kind: ReservationRecord['kind'],
  signedAmount: number,
): void {
  if (signedAmount <= 0) return;
  if (kind === 'TRANSFER_IN') {
    const limit = inTransit(decision);
    if (signedAmount <= limit) return;
    refuse('ALLOCATION_EXCEEDS_CEILING', {
      path: 'amount',
      limit: money(Math.max(0, limit)),
      message: {
        vi: `Mới điều chuyển đi ${limit} đồng theo quyết định này; không thể điều chuyển đến nhiều hơn.`,
        en: `Only ${limit} đồng were transferred out under this decision; no more can be transferred in.`,
      },
    });
  }
  const headroom = headroomOf(decision);
  if (!headroom) {
    refuse('INVALID_INPUT', {
      path: 'decisionDocumentId',
      message: {
        vi: 'Chưa ghi tổng kinh phí của quyết định này. Hãy ghi bằng setBudgetCeiling trước.',
        en: 'The total of this decision is not recorded. Record it with setBudgetCeiling first.',
      },
    });
  }
  if (signedAmount <= headroom.amount) return;
  refuse('ALLOCATION_EXCEEDS_CEILING', { path: 'amount', limit: headroom });
}
