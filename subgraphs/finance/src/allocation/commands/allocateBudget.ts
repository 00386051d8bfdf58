import {
  type CitationRecord,
  deriveId,
  type JournalEntry,
  money,
  reference,
  refuse,
} from '@lien-thong/subgraph-kit';
import { lineTotals } from '../../budgetLine/parts';
import type { BudgetLineRecord, StoredBudgetLine } from '../../budgetLine/record';
import { findBudgetLines } from '../../budgetLine/repository';
import { storedLine } from '../../budgetLine/storedLine';
import { bareLine, budgetLineAggregate } from '../../budgetLine/syncLine';
import { requireNotInFuture, requirePositive, requireRow, requireVersion } from '../../commands/checks';
import { appendStep, type FinanceRun, financeCommand, followUpsOf } from '../../commands/financeCommand';
import { citationOf, type GuardedDocument, guardIssuedDecision } from '../../commands/guards';
import { once } from '../../commands/once';
import { provenanceOfChanged, provenanceOfNew } from '../../commands/provenance';
import { ReservationVoided, reserveApplyConfirm } from '../../commands/reserveApplyConfirm';
import { decisionAggregate } from '../../decision/aggregate';
import type { DecisionRecord } from '../../decision/record';
import { confirmReservation, releaseReservation } from '../../decision/reservation';
import { withoutSeedMark } from '../../withoutSeedMark';
import { giveUpOnLine } from '../giveUpOnLine';
import { type AllocationRecord, allocationCollection, reducingKinds } from '../record';
import { refuseUnlessRoom } from '../refuseUnlessRoom';
import { findAllocations } from '../repository';

/** `AllocateBudgetInput` of the graph; the amount is above zero for every kind, in whole đồng. */
export interface AllocateBudgetInput {
  readonly idempotencyKey: string;
  readonly budgetLineId: string;
  readonly expectedVersion: number;
  readonly decisionDocumentId: string;
  readonly kind: AllocationRecord['kind'];
  readonly amount: number;
  readonly allocatedOn: string;
  /** The proposed or agreed allocation that this one puts in force. */
  readonly pendingAllocationId?: string | null;
}

type Run = FinanceRun<AllocateBudgetInput>;

function signedAmount({ kind, amount }: AllocateBudgetInput): number {
  return reducingKinds.has(kind) ? -amount : amount;
}

/** What is allocated may not fall below what is committed. */
function requireCovered(line: BudgetLineRecord, signed: number): void {
  const { allocated, committed } = lineTotals(line);
  const room = allocated.amount - committed.amount;
  if (signed >= 0 || -signed <= room) return;
  refuse('COMMITMENT_EXCEEDS_ALLOCATION', { path: 'amount', limit: money(Math.max(0, room)) });
}

/** The pending allocation must be one of the line that is still proposed or agreed. */
function requirePending(line: BudgetLineRecord, id: string | null | undefined): void {
  if (!id) return;
  const part = requireRow(
    line.allocationParts.find(({ allocationId }) => allocationId === id),
    'pendingAllocationId',
    id,
  );
  if (part.status === 'PROPOSED' || part.status === 'AGREED') return;
  refuse('ILLEGAL_TRANSITION', {
    path: 'pendingAllocationId',
    message: {
      vi: `Khoản phân bổ ${id} đang ở tình trạng ${part.status}, không còn chờ.`,
      en: `The allocation ${id} is ${part.status}; it is not pending.`,
    },
  });
}

function checkLine(run: Run, line: BudgetLineRecord): void {
  requireVersion(line.version, run.input.expectedVersion);
  requirePending(line, run.input.pendingAllocationId);
  requireCovered(line, signedAmount(run.input));
}

function reserveOnDecision(
  run: Run,
  at: { attempt: number; id: string; decision: () => Promise<GuardedDocument> },
) {
  const { input, context } = run;
  return appendStep<DecisionRecord>(run, {
    name: `reserve/${at.attempt}`,
    aggregate: decisionAggregate,
    entityId: input.decisionDocumentId,
    decide: async (current) => {
      await at.decision();
      const [line] = await findBudgetLines(context.db, [input.budgetLineId]);
      checkLine(run, requireRow(line, 'budgetLineId', input.budgetLineId));
      refuseUnlessRoom(current, input.kind, signedAmount(input));
      const reservation = {
        allocationId: at.id,
        budgetLineId: input.budgetLineId,
        kind: input.kind,
        amount: signedAmount(input),
        state: 'RESERVED' as const,
        since: run.at,
      };
      const state: Omit<DecisionRecord, 'version'> = current ?? {
        _id: input.decisionDocumentId,
        provenance: provenanceOfNew(run),
        ceiling: null,
        reservations: [],
      };
      return { state: { ...state, reservations: [...state.reservations, reservation] } };
    },
  });
}

/** The pending allocation, closed: the one in force stands in its place. */
async function closedRows(run: Run): Promise<AllocationRecord[]> {
  const { pendingAllocationId } = run.input;
  if (!pendingAllocationId) return [];
  const rows = await findAllocations(run.context.db, [pendingAllocationId]);
  return rows.map((row) => ({
    ...withoutSeedMark(row),
    version: row.version + 1,
    status: 'CANCELLED',
    provenance: provenanceOfChanged(row.provenance, run),
  }));
}

function allocationRow(run: Run, id: string, citation: CitationRecord): AllocationRecord {
  const { input } = run;
  return {
    _id: id,
    version: 1,
    provenance: provenanceOfNew(run, [citation]),
    budgetLineId: input.budgetLineId,
    decisionId: input.decisionDocumentId,
    kind: input.kind,
    amount: money(signedAmount(input)),
    allocatedOn: input.allocatedOn,
    status: 'IN_FORCE',
  };
}

function addToLine(run: Run, at: { id: string; decision: () => Promise<GuardedDocument> }) {
  const { input } = run;
  return appendStep<BudgetLineRecord>(run, {
    aggregate: budgetLineAggregate,
    entityId: input.budgetLineId,
    decide: async (current) => {
      const line = bareLine(requireRow(current, 'budgetLineId', input.budgetLineId));
      if (line.allocationParts.some(({ allocationId }) => allocationId === at.id))
        throw new ReservationVoided(at.id);
      checkLine(run, line);
      const citation = citationOf(await at.decision());
      const row = allocationRow(run, at.id, citation);
      const { kind, status, amount } = row;
      const kept = line.allocationParts.map((part) =>
        part.allocationId === input.pendingAllocationId ? { ...part, status: 'CANCELLED' as const } : part,
      );
      const rows = [...(await closedRows(run)), row].map((each) => ({
        collection: allocationCollection.name,
        row: each,
      }));
      return {
        state: {
          ...line,
          provenance: provenanceOfChanged(line.provenance, run),
          allocationParts: [...kept, { allocationId: at.id, kind, status, amount }],
        },
        rows,
        citation,
      };
    },
  });
}

function allocationIn(entry: JournalEntry<BudgetLineRecord>): AllocationRecord {
  const row = entry.rows.findLast(({ collection }) => collection === allocationCollection.name)?.row;
  if (!row) throw new Error(`the entry ${entry._id} made no allocation`);
  return row as AllocationRecord;
}

interface Allocated {
  readonly allocation: AllocationRecord;
  readonly budgetLine: StoredBudgetLine;
  readonly document: { readonly id: string } | null;
}

/**
 * Gives money of an issued decision to a line, or takes it away. Refuses where Σ allocations under the decision would
 * pass its ceiling (ALLOCATION_EXCEEDS_CEILING), where the line would hold less than is committed on it
 * (COMMITMENT_EXCEEDS_ALLOCATION), or where the decision is not in force (DECISION_NOT_IN_FORCE).
 */
export const allocateBudget = financeCommand<AllocateBudgetInput, Allocated>(
  'allocateBudget',
  async (run) => {
    const { input, context } = run;
    requirePositive(input.amount);
    requireNotInFuture('allocatedOn', input.allocatedOn, run.at);
    const decision = once(() => guardIssuedDecision(context, input.decisionDocumentId));
    const follow = followUpsOf(run);
    const { decisionDocumentId: decisionId, budgetLineId } = input;
    const idOf = (attempt: number) => deriveId('alc', run.key, String(attempt));
    const { entry, replayed } = await reserveApplyConfirm({
      reserve: async (attempt) => {
        await reserveOnDecision(run, { attempt, id: idOf(attempt), decision });
      },
      apply: (attempt) => addToLine(run, { id: idOf(attempt), decision }),
      giveUp: (attempt) =>
        giveUpOnLine(follow, { budgetLineId, allocationId: idOf(attempt), kind: input.kind }),
      release: (attempt) => releaseReservation(follow, decisionId, idOf(attempt)),
      confirm: (_, attempt) => confirmReservation(follow, decisionId, idOf(attempt)),
    });
    return {
      allocation: allocationIn(entry),
      budgetLine: storedLine(entry.state),
      document: reference('Document', decisionId),
      replayed,
    };
  },
);
