import {
  deriveId,
  type JournalEntry,
  reference,
  refuse,
  refuseIfAny,
  type UserErrorRecord,
  userError,
} from '@lien-thong/subgraph-kit';
import { type Account, accountAggregate, changedAccount, openAccount } from '../../account/account';
import type { AccountRecord } from '../../account/record';
import { syncLine } from '../../budgetLine/syncLine';
import { requireNotInFuture } from '../../commands/checks';
import { appendStep, type FinanceRun, financeCommand, followUpsOf } from '../../commands/financeCommand';
import { citationOf, type GuardedContract, guardContract, guardIssuedDecision } from '../../commands/guards';
import { once } from '../../commands/once';
import { provenanceOfChanged, provenanceOfNew } from '../../commands/provenance';
import { type CommitmentRecord, commitmentCollection } from '../../commitment/record';
import { paidOf } from '../../commitment/totals';
import { type SettlementBlocker, settlementBlockers } from '../../contract/settlementBlockers';
import { requireOpenYear } from '../../fiscalYear/requireOpenYear';
import type { PaymentRecord } from '../../payment/record';
import { findPayments } from '../../payment/repository';
import { type SettlementRecord, settlementCollection } from '../record';

/** `SettleContractInput` of the graph. */
export interface SettleContractInput {
  readonly idempotencyKey: string;
  readonly contractId: string;
  readonly contractVersion: number;
  readonly settledOn: string;
  readonly decisionDocumentId: string;
}

type Run = FinanceRun<SettleContractInput>;

const path = 'contractId';

/** The error that each blocker stands for. */
const errorOf: Readonly<Record<SettlementBlocker, () => UserErrorRecord>> = {
  UNIT_PRICE_NOT_APPROVED: () => userError('UNIT_PRICE_NOT_APPROVED', { path }),
  ADVANCE_NOT_RECOVERED: () => userError('ADVANCE_NOT_RECOVERED', { path }),
  NOT_FULLY_ACCEPTED: () =>
    userError('ILLEGAL_TRANSITION', {
      path,
      message: { vi: 'Hợp đồng chưa nghiệm thu hết.', en: 'The contract is not fully accepted.' },
    }),
  OVERPAID: () =>
    userError('ILLEGAL_TRANSITION', {
      path,
      message: { vi: 'Đã chi vượt giá trị hợp đồng.', en: 'More was paid than the contract is worth.' },
    }),
  NO_COMMITMENT: () =>
    userError('ILLEGAL_TRANSITION', {
      path,
      message: { vi: 'Hợp đồng chưa có cam kết chi.', en: 'The contract has no commitment.' },
    }),
  ALREADY_SETTLED: () =>
    userError('ILLEGAL_TRANSITION', {
      path,
      message: { vi: 'Hợp đồng đã quyết toán.', en: 'The contract has been settled.' },
    }),
};

async function guard({ context, input }: Run) {
  const contract = await guardContract(context, input.contractId, path);
  if (contract.version !== input.contractVersion) {
    refuse('VERSION_CONFLICT', {
      path: 'contractVersion',
      message: {
        vi: `Hợp đồng đang ở phiên bản ${contract.version}, không phải ${input.contractVersion}. Hãy đọc lại hợp đồng.`,
        en: `The contract is at version ${contract.version}, not ${input.contractVersion}. Read it again.`,
      },
    });
  }
  return { contract, decision: await guardIssuedDecision(context, input.decisionDocumentId) };
}

function requireUnblocked(contract: GuardedContract, account: Account): void {
  const state = {
    unitPriceStatus: contract.unitPriceStatus,
    value: contract.value.amount,
    acceptedValue: contract.acceptedValue.amount,
  };
  refuseIfAny(settlementBlockers(state, account.commitments).map((blocker) => errorOf[blocker]()));
}

/** What is still planned lapses with the settlement: those payments are REJECTED. */
async function lapsedPayments(run: Run, { commitments }: Account): Promise<PaymentRecord[]> {
  const open = commitments
    .flatMap(({ entries }) => entries)
    .filter(({ status }) => status === 'PLANNED' || status === 'APPROVED');
  if (open.length === 0) return [];
  const rows = await findPayments(
    run.context.db,
    open.map(({ paymentId }) => paymentId),
  );
  return rows.map((row) => ({
    ...row,
    version: row.version + 1,
    status: 'REJECTED' as const,
    provenance: provenanceOfChanged(row.provenance, run),
  }));
}

function settledCommitment(commitment: CommitmentRecord, settlementId: string): CommitmentRecord {
  const entries = commitment.entries.map((entry) =>
    entry.status === 'PLANNED' || entry.status === 'APPROVED'
      ? { ...entry, status: 'REJECTED' as const }
      : entry,
  );
  return { ...commitment, version: commitment.version + 1, entries, settlementId };
}

function rowsIn<T>(entry: JournalEntry<AccountRecord>, name: string): T[] {
  return entry.rows.filter(({ collection }) => collection === name).map(({ row }) => row as T);
}

/**
 * Settles a contract for what was paid, once. Refuses with every blocker at once: the price is not APPROVED (source
 * document, L24), an advance is unrecovered, the contract is not fully accepted, or was settled before.
 */
export const settleContract = financeCommand<
  SettleContractInput,
  { settlement: SettlementRecord; contract: { readonly id: string } | null }
>('settleContract', async (run) => {
  const { input, context } = run;
  const { contractId } = input;
  requireNotInFuture('settledOn', input.settledOn, run.at);
  const guarded = once(() => guard(run));
  const settlementId = deriveId('stl', contractId);
  const { entry, replayed } = await appendStep<AccountRecord>(run, {
    aggregate: accountAggregate,
    entityId: contractId,
    decide: async (current) => {
      const account = await openAccount(context.db, contractId, { current, author: run });
      const { contract, decision } = await guarded();
      requireUnblocked(contract, account);
      for (const { fiscalYear } of account.commitments) {
        await requireOpenYear(context.db, fiscalYear, 'settledOn');
      }
      const citation = citationOf(decision);
      const entries = account.commitments.flatMap((commitment) => commitment.entries);
      const settlement: SettlementRecord = {
        _id: settlementId,
        version: 1,
        provenance: provenanceOfNew(run, [citation]),
        contractId,
        amount: paidOf(entries),
        settledOn: input.settledOn,
        decisionId: decision.id,
      };
      const commitments = account.commitments.map((row) => settledCommitment(row, settlementId));
      const payments = await lapsedPayments(run, account);
      return { ...changedAccount(account, { commitments, payments, settlement }, run), citation };
    },
  });
  for (const commitment of rowsIn<CommitmentRecord>(entry, commitmentCollection.name)) {
    await syncLine(followUpsOf(run), commitment);
  }
  const [settlement] = rowsIn<SettlementRecord>(entry, settlementCollection.name);
  if (!settlement) throw new Error(`the entry ${entry._id} made no settlement`);
  return { settlement, contract: reference('Contract', contractId), replayed };
});
