import {
  type CollectionPage,
  type CollectionPageOptions,
  type Condition,
  createChildPageLoader,
  type FactStatus,
  type MoneyRecord,
  pageOfCollection,
  type ValueQualifier,
} from '@lien-thong/subgraph-kit';
import type { Collection, Db, Filter } from 'mongodb';
import { normalizedNumber } from '../numberKey';
import { inOneReply, rowsWhere } from '../rowsWhere';
import { type ContractRecord, contractCollection } from './record';

/** Contracts of one fact status and how their value is to be read, with the sum of their values in đồng. */
export interface ValuePart {
  readonly status: FactStatus;
  readonly qualifier: ValueQualifier;
  readonly amount: number;
}

/** How many contracts have a fact status. */
export interface CountPart {
  readonly status: FactStatus;
  readonly count: number;
}

/** What totals need of a contract. */
export type ContractSummaryRow = Pick<
  ContractRecord,
  '_id' | 'programmeId' | 'fiscalYear' | 'status' | 'value' | 'acceptedValue' | 'unitPriceStatus'
> & { readonly provenance: { readonly status: FactStatus } };

/** The prices of a contract's items. */
export interface ContractPrices {
  readonly contractId: string;
  readonly unitPriceIds: readonly string[];
  /** Items, with and without a price. */
  readonly itemCount: number;
  readonly unitPriceStatus: ContractRecord['unitPriceStatus'];
}

/** Fields that hold the id of a contract's parent. */
export type ContractParent = 'programmeId' | 'provider._id' | 'items.serviceId' | 'buyerId';

const summaryFields: readonly string[] = [
  'programmeId',
  'fiscalYear',
  'status',
  'value',
  'acceptedValue',
  'unitPriceStatus',
  'provenance.status',
];

/** The questions that are asked of the contracts. */
export interface ContractRepository {
  findByIds(ids: readonly string[]): Promise<ContractRecord[]>;
  /** Numbers are compared without regard to case and spacing. */
  findByNumbers(numbers: readonly string[]): Promise<ContractRecord[]>;
  page(question: CollectionPageOptions): Promise<CollectionPage<ContractRecord>>;
  /** Sums of value by fact status and qualifier: one command, whatever the number of contracts. */
  sumValues(filter: Condition): Promise<ValuePart[]>;
  countByStatus(filter: Condition): Promise<CountPart[]>;
  /** What totals need of every signed contract of the programmes: one command. */
  summariesOfProgrammes(programmeIds: readonly string[]): Promise<ContractSummaryRow[]>;
  /** The contracts with an item on one of the prices, with all their prices and the state that each shows of them. */
  findPricesOfContracts(unitPriceIds: readonly string[]): Promise<ContractPrices[]>;
  /** Writes what the contract shows of the prices of its items. */
  setUnitPriceStatus(id: string, status: ContractRecord['unitPriceStatus']): Promise<void>;
  /** A loader of pages below many parents, with the summary of all. */
  childPages(
    parent: ContractParent,
  ): ReturnType<typeof createChildPageLoader<ContractRecord, ContractSummaryRow>>;
}

/** The contracts of a database. */
export function contractRepository(db: Db): ContractRepository {
  const collection: Collection<ContractRecord> = db.collection(contractCollection.name);
  return {
    findByIds: (ids) => rowsWhere(collection, '_id', ids),
    findByNumbers: (numbers) => rowsWhere(collection, 'numberKey', numbers.map(normalizedNumber)),
    page: (question) => pageOfCollection(collection, question),
    sumValues: (filter) => sumValues(collection, filter),
    countByStatus: (filter) => countByStatus(collection, filter),
    summariesOfProgrammes: (ids) => summariesOfProgrammes(collection, ids),
    findPricesOfContracts: (unitPriceIds) => findPricesOfContracts(collection, unitPriceIds),
    setUnitPriceStatus: async (id, unitPriceStatus) => {
      await collection.updateOne({ _id: id }, { $set: { unitPriceStatus } });
    },
    childPages: (parentField) => createChildPageLoader({ collection, parentField, summaryFields }),
  };
}

// One accumulator a command: the embedded engine answers 0 for every accumulator of a $group but the first.

async function sumValues(collection: Collection<ContractRecord>, filter: Condition): Promise<ValuePart[]> {
  const groups = await collection
    .aggregate<{ _id: Pick<ValuePart, 'status' | 'qualifier'>; amount: number }>([
      { $match: filter },
      {
        $group: {
          _id: { status: '$provenance.status', qualifier: '$value.qualifier' },
          amount: { $sum: '$value.amount' },
        },
      },
    ])
    .toArray();
  return groups.map(({ _id, amount }) => ({ ..._id, amount }));
}

async function countByStatus(
  collection: Collection<ContractRecord>,
  filter: Condition,
): Promise<CountPart[]> {
  const groups = await collection
    .aggregate<{ _id: FactStatus; count: number }>([
      { $match: filter },
      { $group: { _id: '$provenance.status', count: { $sum: 1 } } },
    ])
    .toArray();
  return groups.map(({ _id, count }) => ({ status: _id, count }));
}

async function summariesOfProgrammes(
  collection: Collection<ContractRecord>,
  programmeIds: readonly string[],
): Promise<ContractSummaryRow[]> {
  const filter = { programmeId: { $in: [...programmeIds] }, status: { $in: ['ACTIVE', 'TERMINATED'] } };
  const rows = await collection
    .find(filter as unknown as Filter<ContractRecord>)
    .project(Object.fromEntries(summaryFields.map((field) => [field, 1 as const])))
    .batchSize(inOneReply)
    .toArray();
  return rows as unknown as ContractSummaryRow[];
}

async function findPricesOfContracts(
  collection: Collection<ContractRecord>,
  unitPriceIds: readonly string[],
): Promise<ContractPrices[]> {
  const filter = { 'items.unitPriceId': { $in: [...unitPriceIds] } } as unknown as Filter<ContractRecord>;
  const rows = await collection
    .find(filter)
    .project<Pick<ContractRecord, '_id' | 'items' | 'unitPriceStatus'>>({ items: 1, unitPriceStatus: 1 })
    .batchSize(inOneReply)
    .toArray();
  return rows.map(({ _id, items, unitPriceStatus }) => ({
    contractId: _id,
    unitPriceIds: items.map(({ unitPriceId }) => unitPriceId).filter((id) => id != null),
    itemCount: items.length,
    unitPriceStatus,
  }));
}

/** The value of a part as money. */
export const moneyOfPart = ({ amount, qualifier }: ValuePart): MoneyRecord => ({ amount, qualifier });
