import type { Aggregate, Decision, SideRow } from '@lien-thong/subgraph-kit';
import type { Db } from 'mongodb';
import { type Author, provenanceOfNew } from '../commands/provenance';
import { type CommitmentRecord, commitmentCollection } from '../commitment/record';
import { findCommitmentsOfContracts } from '../commitment/repository';
import { type PaymentRecord, paymentCollection } from '../payment/record';
import { type SettlementRecord, settlementCollection } from '../settlement/record';
import { withoutDerived } from '../withoutDerived';
import { withoutSeedMark } from '../withoutSeedMark';
import { type AccountRecord, accountCollection } from './record';

/** The chain of a contract's money. */
export const accountAggregate: Aggregate<AccountRecord> = { type: 'account', collection: accountCollection };

/** An account that a command works on; its version is set when it is written. */
export type Account = Omit<AccountRecord, 'version'>;

/** The account as it is, or the one that begins with the commitments that were loaded for the contract. */
export async function openAccount(
  db: Db,
  contractId: string,
  { current, author }: { current: AccountRecord | null; author: Author },
): Promise<Account> {
  if (current) return current;
  const loaded = await findCommitmentsOfContracts(db, [contractId]);
  return {
    _id: contractId,
    provenance: provenanceOfNew(author),
    commitments: loaded.map((row) => withoutDerived(commitmentCollection, row as CommitmentRecord)),
    settlementId: loaded.find(({ settlementId }) => settlementId != null)?.settlementId ?? null,
    voided: [],
  };
}

/** What a command changes on an account; every changed row with its version already raised. */
export interface AccountChange {
  readonly commitments?: readonly CommitmentRecord[];
  readonly payments?: readonly PaymentRecord[];
  readonly settlement?: SettlementRecord;
  readonly voided?: string;
}

/** The next state of the account, with the rows that queries read. */
export function changedAccount(
  account: Account,
  change: AccountChange,
  author: Author,
): Decision<AccountRecord> {
  const { commitments = [], payments = [], settlement, voided } = change;
  const changed = new Map(commitments.map((row) => [row._id, row]));
  const kept = account.commitments.map((row) => changed.get(row._id) ?? row);
  const added = commitments.filter(({ _id }) => !account.commitments.some((row) => row._id === _id));
  const rows: SideRow[] = [
    ...commitments.map((row) => ({ collection: commitmentCollection.name, row: withoutSeedMark(row) })),
    ...payments.map((row) => ({ collection: paymentCollection.name, row: withoutSeedMark(row) })),
    ...(settlement ? [{ collection: settlementCollection.name, row: settlement }] : []),
  ];
  return {
    state: {
      ...account,
      provenance: { ...account.provenance, recordedAt: author.at },
      commitments: [...kept, ...added],
      settlementId: settlement?._id ?? account.settlementId,
      voided: voided ? [...account.voided, voided] : account.voided,
    },
    rows,
  };
}
