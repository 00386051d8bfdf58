import type { Db } from 'mongodb';
import type { Author } from '../commands/provenance';
import { type Account, openAccount } from './account';
import { type AccountRecord, accountCollection } from './record';

/** The account of a contract as far as its read row tells; commands decide on the chain itself. */
export async function accountOf(db: Db, contractId: string, author: Author): Promise<Account> {
  const current = await db.collection<AccountRecord>(accountCollection.name).findOne({ _id: contractId });
  return openAccount(db, contractId, { current, author });
}
