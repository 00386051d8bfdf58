import {
  deriveId,
  type JournalEntry,
  type MoneyRecord,
  money,
  refuse,
  subtractMoney,
} from '@lien-thong/subgraph-kit';
import { type Account, accountAggregate, changedAccount, openAccount } from '../../account/account';
import { giveUpOnAccount } from '../../account/giveUp';
import type { AccountRecord } from '../../account/record';
import { accountOf } from '../../account/repository';
import { lineTotals, unpaidPart } from '../../budgetLine/parts';
import type { BudgetLineRecord } from '../../budgetLine/record';
import { releaseOnLine } from '../../budgetLine/releaseOnLine';
import { bareLine, budgetLineAggregate, syncLine } from '../../budgetLine/syncLine';
import { requireNotInFuture, requirePositive, requireRow, requireVersion } from '../../commands/checks';
import { appendStep, type FinanceRun, financeCommand, followUpsOf } from '../../commands/financeCommand';
import { type GuardedContract, guardContract } from '../../commands/guards';
import { once } from '../../commands/once';
import { provenanceOfChanged, provenanceOfNew } from '../../commands/provenance';
import { ReservationVoided, reserveApplyConfirm } from '../../commands/reserveApplyConfirm';
import type { CommitmentRecord, ServiceShareRecord, StoredCommitment } from '../record';
import { commitmentTotals } from '../totals';

/** `CommitFundsInput` of the graph; amounts in whole đồng. */
export interface CommitFundsInput {
  readonly idempotencyKey: string;
  readonly budgetLineId: string;
  readonly expectedVersion: number;
  readonly contractId: string;
  readonly contractVersion: number;
  readonly amount: number;
  readonly committedOn: string;
}

type Run = FinanceRun<CommitFundsInput>;

/** The contract must be ACTIVE and at the version whose value the caller saw. */
async function activeContract({ context, input }: Run): Promise<GuardedContract> {
  const contract = await guardContract(context, input.contractId, 'contractId');
  if (contract.status !== 'ACTIVE') {
    refuse('ILLEGAL_TRANSITION', {
      path: 'contractId',
      message: {
        vi: `Hợp đồng ${contract.number} đang ở trạng thái ${contract.status}; chỉ cam kết chi cho hợp đồng ACTIVE.`,
        en: `Contract ${contract.number} is ${contract.status}; funds are committed for ACTIVE contracts alone.`,
      },
    });
  }
  if (contract.version !== input.contractVersion) {
    refuse('VERSION_CONFLICT', {
      path: 'contractVersion',
      message: {
        vi: `Hợp đồng đang ở phiên bản ${contract.version}, không phải ${input.contractVersion}. Hãy đọc lại giá trị hợp đồng.`,
        en: `The contract is at version ${contract.version}, not ${input.contractVersion}. Read its value again.`,
      },
    });
  }
  return contract;
}

/** Σ commitments of the contract ≤ its value. */
function requireWithinContract(account: Account, contract: GuardedContract, amount: number): void {
  const committed = account.commitments.reduce((total, row) => total + row.amount.amount, 0);
  const room: MoneyRecord = subtractMoney(contract.value, money(committed));
  if (amount > room.amount) refuse('COMMITMENT_EXCEEDS_CONTRACT', { path: 'amount', limit: room });
}

/** Σ commitments of the line, reservations counted, ≤ what is allocated to it in force. */
function requireWithinLine(line: BudgetLineRecord, amount: number): void {
  const { allocated, committed } = lineTotals(line);
  const room = subtractMoney(allocated, committed);
  if (amount > room.amount) refuse('COMMITMENT_EXCEEDS_ALLOCATION', { path: 'amount', limit: room });
}

/** The contract's value by service. */
function sharesOf({ items }: GuardedContract): ServiceShareRecord[] {
  const amounts = new Map<string, number>();
  for (const { service, amount } of items) {
    amounts.set(service.id, (amounts.get(service.id) ?? 0) + amount.amount);
  }
  return [...amounts].map(([serviceId, amount]) => ({ serviceId, amount }));
}

function reserveOnLine(
  run: Run,
  at: { attempt: number; id: string; contract: () => Promise<GuardedContract> },
) {
  const { input, context } = run;
  return appendStep<BudgetLineRecord>(run, {
    name: `reserve/${at.attempt}`,
    aggregate: budgetLineAggregate,
    entityId: input.budgetLineId,
    decide: async (current) => {
      const line = bareLine(requireRow(current, 'budgetLineId', input.budgetLineId));
      // Reserving and giving up of this very command have moved the line since the caller read it.
      if (at.attempt === 1) requireVersion(line.version, input.expectedVersion);
      requireWithinLine(line, input.amount);
      const contract = await at.contract();
      const account = await accountOf(context.db, input.contractId, run);
      requireWithinContract(account, contract, input.amount);
      const part = unpaidPart({
        commitmentId: at.id,
        contractId: input.contractId,
        committed: money(input.amount),
        since: run.at,
      });
      const provenance = provenanceOfChanged(line.provenance, run);
      return { state: { ...line, provenance, commitmentParts: [...line.commitmentParts, part] } };
    },
  });
}

function newCommitment(
  run: Run,
  id: string,
  of: { contract: GuardedContract; line: BudgetLineRecord },
): CommitmentRecord {
  const { input } = run;
  const { contract, line } = of;
  const { id: payeeId, legalName, taxCode } = contract.provider;
  return {
    _id: id,
    version: 1,
    provenance: provenanceOfNew(run),
    budgetLineId: input.budgetLineId,
    contractId: input.contractId,
    programmeId: line.programme?.id ?? null,
    fiscalYear: line.fiscalYear,
    payee: { id: payeeId, legalName, taxCode },
    amount: money(input.amount),
    committedOn: input.committedOn,
    contractVersion: input.contractVersion,
    serviceShares: sharesOf(contract),
    entries: [],
    settlementId: null,
  };
}

function addToAccount(
  run: Run,
  at: { id: string; contract: () => Promise<GuardedContract>; line: BudgetLineRecord },
) {
  const { input, context } = run;
  return appendStep<AccountRecord>(run, {
    aggregate: accountAggregate,
    entityId: input.contractId,
    decide: async (current) => {
      const account = await openAccount(context.db, input.contractId, { current, author: run });
      if (account.voided.includes(at.id)) throw new ReservationVoided(at.id);
      if (account.settlementId) {
        refuse('ILLEGAL_TRANSITION', {
          path: 'contractId',
          message: { vi: 'Hợp đồng đã quyết toán.', en: 'The contract has been settled.' },
        });
      }
      const contract = await at.contract();
      requireWithinContract(account, contract, input.amount);
      const commitment = newCommitment(run, at.id, { contract, line: at.line });
      return changedAccount(account, { commitments: [commitment] }, run);
    },
  });
}

function commitmentIn(entry: JournalEntry<AccountRecord>): CommitmentRecord {
  const row = entry.rows.find(({ collection }) => collection === 'commitments')?.row;
  if (!row) throw new Error(`the entry ${entry._id} made no commitment`);
  return row as CommitmentRecord;
}

/**
 * Reserves a part of a line for a contract. Refuses where Σ commitments of the line would pass what is allocated to it
 * (COMMITMENT_EXCEEDS_ALLOCATION), or Σ commitments of the contract its value (COMMITMENT_EXCEEDS_CONTRACT). The
 * contract must be ACTIVE and at the version sent; its owner is asked, and no answer is UPSTREAM_UNAVAILABLE.
 */
export const commitFunds = financeCommand<CommitFundsInput, { commitment: StoredCommitment }>(
  'commitFunds',
  async (run) => {
    const { input } = run;
    requirePositive(input.amount);
    requireNotInFuture('committedOn', input.committedOn, run.at);
    const contract = once(() => activeContract(run));
    const follow = followUpsOf(run);
    const idOf = (attempt: number) => deriveId('cmt', run.key, String(attempt));
    const lines = new Map<number, BudgetLineRecord>();
    const { entry, replayed } = await reserveApplyConfirm({
      reserve: async (attempt) => {
        const reserved = await reserveOnLine(run, { attempt, id: idOf(attempt), contract });
        lines.set(attempt, reserved.entry.state);
      },
      apply: (attempt) => {
        const line = requireRow(lines.get(attempt), 'budgetLineId', input.budgetLineId);
        return addToAccount(run, { id: idOf(attempt), contract, line });
      },
      giveUp: (attempt) =>
        giveUpOnAccount(follow, {
          contractId: input.contractId,
          id: idOf(attempt),
          cameAbout: ({ commitments }) => commitments.some(({ _id }) => _id === idOf(attempt)),
        }),
      release: (attempt) => releaseOnLine(follow, input.budgetLineId, idOf(attempt)),
      confirm: async (applied) => {
        await syncLine(follow, commitmentIn(applied.entry));
      },
    });
    const commitment = commitmentIn(entry);
    return { commitment: { ...commitment, ...commitmentTotals(commitment) }, replayed };
  },
);
