import type { Collection, Db, Filter } from 'mongodb';
import { type AllocationRecord, allocationCollection } from '../allocation/record';
import { type BudgetLineRecord, budgetLineCollection } from '../budgetLine/record';
import { commitments, findCommitmentsOfContracts } from '../commitment/repository';
import type { FinanceContext } from '../context';
import { type DecisionRecord, decisionCollection } from '../decision/record';
import { oneBatch } from '../oneBatch';
import { settlements } from '../settlement/repository';
import { type Cited, decisionDrifts, planDrifts, settlementDrifts } from './citedDrifts';
import { contractDrifts } from './contractDrifts';
import type { Drift } from './drift';
import { batchSize, ownedContracts, ownedDocuments, plannedContracts } from './owners';

/** What is needed to compare. */
export type Comparing = Pick<FinanceContext, 'db' | 'ask'>;

/** Rows that were compared together: at most 200, asked of their owners at once. */
export interface Chunk {
  readonly compared: number;
  readonly drifts: readonly Drift[];
  /** Where the next chunk of this part begins; null after the last. */
  readonly next: string | null;
}

/** A part of what is compared: its chunks follow each other by their start. */
export type Part = (comparing: Comparing, start: string | null) => Promise<Chunk>;

interface Keyed {
  readonly _id: string;
}

/** The next rows by id, at most a batch. */
function rowsAfter<T extends Keyed>(
  collection: Collection<T>,
  start: string | null,
  condition: Filter<T> = {},
): Promise<T[]> {
  const beyond = (start === null ? {} : { _id: { $gt: start } }) as Filter<T>;
  return collection
    .find({ $and: [condition, beyond] } as Filter<T>, oneBatch)
    .sort({ _id: 1 })
    .limit(batchSize)
    .toArray() as unknown as Promise<T[]>;
}

function nextOf(rows: readonly Keyed[]): string | null {
  return rows.length < batchSize ? null : (rows.at(-1)?._id ?? null);
}

/** The ids of the next contracts that funds are committed for. */
async function contractIdsAfter(db: Db, start: string | null): Promise<string[]> {
  const rows = await commitments(db)
    .find(start === null ? {} : { contractId: { $gt: start } }, oneBatch)
    .project<{ contractId: string }>({ contractId: 1 })
    .sort({ contractId: 1, _id: 1 })
    .limit(batchSize)
    .toArray();
  return [...new Set(rows.map(({ contractId }) => contractId))];
}

const committedContracts: Part = async (comparing, start) => {
  const ids = await contractIdsAfter(comparing.db, start);
  const [rows, contracts] = await Promise.all([
    findCommitmentsOfContracts(comparing.db, ids),
    ownedContracts(comparing, ids),
  ]);
  const drifts = ids.flatMap((id) =>
    contractDrifts(
      rows.filter(({ contractId }) => contractId === id),
      contracts.get(id) ?? null,
    ),
  );
  return { compared: rows.length, drifts, next: ids.at(-1) ?? null };
};

const settledContracts: Part = async (comparing, start) => {
  const rows = await rowsAfter(settlements(comparing.db), start);
  const cited = rows.flatMap(({ _id: id, decisionId }) =>
    decisionId ? [{ type: 'Settlement', id, documentId: decisionId }] : [],
  );
  const [contracts, decided] = await Promise.all([
    ownedContracts(
      comparing,
      rows.map(({ contractId }) => contractId),
    ),
    citedDrifts(comparing, cited),
  ]);
  const drifts = rows.flatMap((row) => settlementDrifts(row, contracts.get(row.contractId) ?? null));
  return { compared: rows.length, drifts: [...drifts, ...decided], next: nextOf(rows) };
};

async function citedDrifts(comparing: Comparing, cited: readonly Cited[]): Promise<Drift[]> {
  const documents = await ownedDocuments(comparing, [...new Set(cited.map(({ documentId }) => documentId))]);
  return cited.flatMap((row) => decisionDrifts(row, documents.get(row.documentId) ?? null));
}

/** Rows of a collection that rest on a document. */
interface CitingRows<T extends Keyed> {
  readonly type: string;
  readonly collection: string;
  readonly condition: Filter<T>;
  readonly documentOf: (row: T) => string | null | undefined;
}

function citing<T extends Keyed>({ type, collection, condition, documentOf }: CitingRows<T>): Part {
  return async (comparing, start) => {
    const rows = await rowsAfter<T>(comparing.db.collection<T>(collection), start, condition);
    const cited = rows.flatMap((row) => {
      const documentId = documentOf(row);
      return documentId ? [{ type, id: row._id, documentId }] : [];
    });
    return { compared: rows.length, drifts: await citedDrifts(comparing, cited), next: nextOf(rows) };
  };
}

const plannedPackages: Part = async (comparing, start) => {
  const { items, next } = await plannedContracts(comparing, start);
  const ids = items.flatMap(({ contract }) => (contract ? [contract.id] : []));
  const contracts = await ownedContracts(comparing, [...new Set(ids)]);
  const drifts = items.flatMap((item) => planDrifts(item, contracts.has(item.contract?.id ?? '')));
  return { compared: items.length, drifts, next };
};

/** Everything that is compared, in the order in which it is: the place of a part in it is part of a cursor. */
export const parts: readonly Part[] = [
  committedContracts,
  settledContracts,
  citing<BudgetLineRecord>({
    type: 'BudgetLine',
    collection: budgetLineCollection.name,
    condition: { estimateDecisionId: { $ne: null } },
    documentOf: ({ estimateDecisionId }) => estimateDecisionId,
  }),
  citing<AllocationRecord>({
    type: 'Allocation',
    collection: allocationCollection.name,
    condition: { status: 'IN_FORCE' },
    documentOf: ({ decisionId }) => decisionId,
  }),
  citing<DecisionRecord>({
    type: 'Document',
    collection: decisionCollection.name,
    condition: { ceiling: { $ne: null } },
    documentOf: ({ _id }) => _id,
  }),
  plannedPackages,
];
