import { type CollectionPage, type CollectionPageOptions, pageOfCollection } from '@lien-thong/subgraph-kit';
import type { Collection, Db } from 'mongodb';
import { normalizedNumber } from '../numberKey';
import { rowsWhere } from '../rowsWhere';
import { type DocumentRecord, documentCollection } from './record';

/** The questions that are asked of the registry of documents. */
export interface DocumentRepository {
  findByIds(ids: readonly string[]): Promise<DocumentRecord[]>;
  /** Numbers are compared without regard to case and spacing. */
  findByNumbers(numbers: readonly string[]): Promise<DocumentRecord[]>;
  page(question: CollectionPageOptions): Promise<CollectionPage<DocumentRecord>>;
}

/** The registry of documents in a database. */
export function documentRepository(db: Db): DocumentRepository {
  const collection: Collection<DocumentRecord> = db.collection(documentCollection.name);
  return {
    findByIds: (ids) => rowsWhere(collection, '_id', ids),
    findByNumbers: (numbers) => rowsWhere(collection, 'numberKey', numbers.map(normalizedNumber)),
    page: (question) => pageOfCollection(collection, question),
  };
}
