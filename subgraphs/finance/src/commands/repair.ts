import type { Caller, RequestContext } from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { giveUpOnAccount } from '../account/giveUp';
import { type AccountRecord, accountCollection } from '../account/record';
import { giveUpOnLine } from '../allocation/giveUpOnLine';
import { type BudgetLineRecord, budgetLineCollection, type StoredBudgetLine } from '../budgetLine/record';
import { releaseOnLine } from '../budgetLine/releaseOnLine';
import { syncLine } from '../budgetLine/syncLine';
import { type DecisionRecord, decisionCollection } from '../decision/record';
import { confirmReservation, releaseReservation } from '../decision/reservation';
import { type VoucherRecord, voucherCollection } from '../voucher/record';
import { confirmVoucher, releaseVoucher } from '../voucher/voucher';
import type { FollowUpContext } from './financeCommand';

/** In whose name the sweep writes. */
const sweeper: Caller = { subject: 'sweep', department: 'finance', role: 'system' };

/** A reservation this old belongs to a command that will not finish by itself, milliseconds. */
const staleAfterMs = 60_000;
/** Accounts that changed this recently are compared with their lines, milliseconds. */
const recentMs = 3_600_000;

const isStale = (since: Date | null | undefined, now: Date): boolean =>
  !since || now.getTime() - since.getTime() > staleAfterMs;

async function finishCommitments(follow: FollowUpContext): Promise<void> {
  const lines = follow.base.db
    .collection<BudgetLineRecord>(budgetLineCollection.name)
    .find({ 'commitmentParts.state': 'RESERVED' });
  for await (const line of lines) {
    for (const { commitmentId, contractId, state, since } of line.commitmentParts) {
      if (state !== 'RESERVED' || !isStale(since, follow.at)) continue;
      const isGivenUp = await giveUpOnAccount(follow, {
        contractId,
        id: commitmentId,
        cameAbout: ({ commitments }) => commitments.some(({ _id }) => _id === commitmentId),
      });
      // One that came about is brought to its line by `syncAccounts`.
      if (isGivenUp) await releaseOnLine(follow, line._id, commitmentId);
      else await syncAccount(follow, await accountRow(follow.base.db, contractId));
    }
  }
}

async function finishAllocations(follow: FollowUpContext): Promise<void> {
  const decisions = follow.base.db
    .collection<DecisionRecord>(decisionCollection.name)
    .find({ 'reservations.state': 'RESERVED' });
  for await (const { _id, reservations } of decisions) {
    for (const { allocationId, budgetLineId, kind, state, since } of reservations) {
      if (state !== 'RESERVED' || !isStale(since, follow.at)) continue;
      const isGivenUp = await giveUpOnLine(follow, { budgetLineId, allocationId, kind });
      await (isGivenUp ? releaseReservation : confirmReservation)(follow, _id, allocationId);
    }
  }
}

async function finishVouchers(follow: FollowUpContext): Promise<void> {
  const vouchers = follow.base.db.collection<VoucherRecord>(voucherCollection.name).find({ state: 'HELD' });
  for await (const { _id: voucherNo, holdId, contractId, since } of vouchers) {
    if (!isStale(since, follow.at)) continue;
    const isGivenUp = await giveUpOnAccount(follow, {
      contractId,
      id: holdId,
      cameAbout: ({ commitments }) =>
        commitments.some(({ entries }) => entries.some((entry) => entry.voucherNo === voucherNo)),
    });
    await (isGivenUp ? releaseVoucher : confirmVoucher)(follow, { voucherNo, holdId, contractId });
  }
}

function accountRow(db: Db, contractId: string): Promise<AccountRecord | null> {
  return db.collection<AccountRecord>(accountCollection.name).findOne({ _id: contractId });
}

/** Brings the lines up to the account where a process died between the two. */
async function syncAccount(follow: FollowUpContext, account: AccountRecord | null): Promise<void> {
  for (const commitment of account?.commitments ?? []) {
    const line = await follow.base.db
      .collection<StoredBudgetLine>(budgetLineCollection.name)
      .findOne({ _id: commitment.budgetLineId });
    const part = line?.commitmentParts.find(({ commitmentId }) => commitmentId === commitment._id);
    if (!part || part.version < commitment.version) await syncLine(follow, commitment);
  }
}

/** Databases whose accounts have all been compared since this process started: the process may have been down for long. */
const comparedOnce = new WeakSet<Db>();

async function syncAccounts(follow: FollowUpContext): Promise<void> {
  const { db } = follow.base;
  const recent = { 'provenance.recordedAt': { $gte: new Date(follow.at.getTime() - recentMs) } };
  const accounts = db
    .collection<AccountRecord>(accountCollection.name)
    .find(comparedOnce.has(db) ? recent : {});
  for await (const account of accounts) await syncAccount(follow, account);
  comparedOnce.add(db);
}

/**
 * Finishes what processes left behind when they died: reservations are confirmed where the change came about and freed
 * where it is given up for good, and lines are brought up to the accounts. Run after each sweep; safe to repeat and to
 * run beside commands.
 */
export async function repairReservations(base: Omit<RequestContext, 'caller' | 'requestId'>): Promise<void> {
  const follow: FollowUpContext = { base, caller: sweeper, at: base.clock.now() };
  await finishAllocations(follow);
  await finishCommitments(follow);
  await finishVouchers(follow);
  await syncAccounts(follow);
}
