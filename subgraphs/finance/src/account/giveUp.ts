import { appendFollowUp, type FollowUpContext } from '../commands/financeCommand';
import { accountAggregate, changedAccount, openAccount } from './account';
import type { AccountRecord } from './record';

/** Something of an account that was reserved elsewhere before it was to come about. */
export interface Pending {
  readonly contractId: string;
  /** Id of the reservation. */
  readonly id: string;
  /** Whether it came about, as the account tells. */
  readonly cameAbout: (account: Pick<AccountRecord, 'commitments'>) => boolean;
}

/**
 * Lets the account decide that something will never come about: true when it is given up, false when it came about
 * before. The first answer stands for good.
 */
export async function giveUpOnAccount(follow: FollowUpContext, pending: Pending): Promise<boolean> {
  const { contractId, id, cameAbout } = pending;
  const { entry } = await appendFollowUp<AccountRecord>(follow, {
    aggregate: accountAggregate,
    entityId: contractId,
    command: 'giveUp',
    key: id,
    decide: async (current) => {
      const account = await openAccount(follow.base.db, contractId, { current, author: follow });
      return changedAccount(account, cameAbout(account) ? {} : { voided: id }, follow);
    },
  });
  return entry.state.voided.includes(id);
}
