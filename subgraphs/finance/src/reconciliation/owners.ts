import { codedError } from '@lien-thong/schema';
import { CommandRefused, type GuardQuestion } from '@lien-thong/subgraph-kit';
import type { FinanceContext } from '../context';

/** A contract as ict has it now; amounts in whole đồng. */
export interface OwnedContract {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly unitPriceStatus: string;
  readonly value: { readonly amount: number };
  readonly acceptedValue: { readonly amount: number };
  readonly provider: { readonly id: string };
}

/** A document as the registry has it now. */
export interface OwnedDocument {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
}

/** A package of the procurement plan that names a contract. */
export interface PlannedContract {
  readonly id: string;
  readonly packageNo: string;
  readonly contract: { readonly id: string } | null;
}

type Asking = Pick<FinanceContext, 'ask'>;

/** Most rows that one question to another department names; its pages hold 500. */
export const batchSize = 200;

const contractsQuestion = `query FinanceReconcileContracts($ids: [ID!]!, $first: Int!) {
  contracts(filter: { ids: $ids }, first: $first) {
    nodes { id status version unitPriceStatus value { amount } acceptedValue { amount } provider { id } }
  }
}`;

const documentsQuestion = `query FinanceReconcileDocuments($ids: [ID!]!, $first: Int!) {
  documents(filter: { ids: $ids }, first: $first) { nodes { id kind status } }
}`;

const planQuestion = `query FinanceReconcilePlan($first: Int!, $after: String) {
  procurementPlanItems(filter: { hasContract: true }, first: $first, after: $after) {
    nodes { id packageNo contract { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Asks the department; UPSTREAM_UNAVAILABLE, as an error of the query, without an answer in time. */
async function askOwner<T>({ ask }: Asking, department: string, question: GuardQuestion): Promise<T> {
  try {
    return await ask<T>(department, question);
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error;
    throw codedError('UPSTREAM_UNAVAILABLE', {
      message: `${department} had to be asked and did not answer in time, so nothing can be said about what agrees. Try again.`,
      extensions: { department },
      cause: error,
    });
  }
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** Those of the contracts that ict has, by id. At most 200 ids. */
export async function ownedContracts(
  asking: Asking,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OwnedContract>> {
  if (ids.length === 0) return new Map();
  const variables = { ids, first: ids.length };
  const answer = await askOwner<{ contracts: { nodes: OwnedContract[] } }>(asking, 'ict', {
    query: contractsQuestion,
    variables,
  });
  return byId(answer.contracts.nodes);
}

/** Those of the documents that the registry has, by id. At most 200 ids. */
export async function ownedDocuments(
  asking: Asking,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OwnedDocument>> {
  if (ids.length === 0) return new Map();
  const variables = { ids, first: ids.length };
  const answer = await askOwner<{ documents: { nodes: OwnedDocument[] } }>(asking, 'ict', {
    query: documentsQuestion,
    variables,
  });
  return byId(answer.documents.nodes);
}

/** A page of the packages that name a contract, and planning's cursor to the next one; null after the last. */
export async function plannedContracts(
  asking: Asking,
  after: string | null,
): Promise<{ readonly items: readonly PlannedContract[]; readonly next: string | null }> {
  interface Answer {
    readonly procurementPlanItems: {
      readonly nodes: readonly PlannedContract[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  }
  const { procurementPlanItems } = await askOwner<Answer>(asking, 'planning', {
    query: planQuestion,
    variables: { first: batchSize, after },
  });
  const { nodes, pageInfo } = procurementPlanItems;
  return { items: nodes, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}
