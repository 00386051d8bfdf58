import { type CitationRecord, type MoneyRecord, refuse } from '@lien-thong/subgraph-kit';
import type { FinanceContext } from '../context';
import type { PayeeRecord } from '../payee';

/** What the department that owns contracts says of one now; amounts in whole đồng. */
export interface GuardedContract {
  readonly id: string;
  readonly number: string;
  readonly status: 'PENDING' | 'ACTIVE' | 'TERMINATED' | 'CANCELLED';
  readonly version: number;
  readonly value: MoneyRecord;
  readonly acceptedValue: MoneyRecord;
  readonly unitPriceStatus: string;
  readonly provider: PayeeRecord;
  readonly items: ReadonlyArray<{ readonly service: { readonly id: string }; readonly amount: MoneyRecord }>;
}

/** What the registry says of a document. */
export interface GuardedDocument {
  readonly id: string;
  readonly number: string | null;
  readonly kind: string;
  readonly status: string;
  readonly title: { readonly vi: string };
}

const contractQuestion = `query FinanceGuardContract($id: ID!) {
  contract(id: $id) {
    id number status version unitPriceStatus
    value { amount qualifier }
    acceptedValue { amount qualifier }
    provider { id legalName taxCode }
    items { service { id } amount { amount qualifier } }
  }
}`;

const acceptanceQuestion = `query FinanceGuardAcceptance($key: [_Any!]!) {
  _entities(representations: $key) { ... on Acceptance { id contract { id } } }
}`;

const documentQuestion = `query FinanceGuardDocument($id: ID!) {
  document(id: $id) { id number kind status title { vi } }
}`;

const owner = 'ict';

/** The contract as its owner has it now. Refuses UPSTREAM_UNAVAILABLE without an answer, NOT_FOUND without a contract. */
export async function guardContract(
  { ask }: Pick<FinanceContext, 'ask'>,
  id: string,
  path: string,
): Promise<GuardedContract> {
  const { contract } = await ask<{ contract: GuardedContract | null }>(owner, {
    query: contractQuestion,
    variables: { id },
  });
  return contract ?? refuse('NOT_FOUND', { path, message: missing('hợp đồng', 'contract', id) });
}

/** Refuses INVALID_INPUT unless the acceptance is one of the contract. */
export async function guardAcceptance(
  { ask }: Pick<FinanceContext, 'ask'>,
  acceptanceId: string,
  contractId: string,
): Promise<void> {
  const { _entities } = await ask<{ _entities: Array<{ contract: { id: string } } | null> }>(owner, {
    query: acceptanceQuestion,
    variables: { key: [{ __typename: 'Acceptance', id: acceptanceId }] },
  });
  const [acceptance] = _entities;
  const path = 'acceptanceId';
  if (!acceptance)
    refuse('NOT_FOUND', { path, message: missing('biên bản nghiệm thu', 'acceptance', acceptanceId) });
  if (acceptance.contract.id !== contractId) {
    refuse('INVALID_INPUT', {
      path,
      message: {
        vi: `Biên bản ${acceptanceId} thuộc hợp đồng khác. Hãy gửi biên bản của hợp đồng ${contractId}.`,
        en: `The acceptance ${acceptanceId} is of another contract. Send one of contract ${contractId}.`,
      },
    });
  }
}

/**
 * The document, which must be an ISSUED one: drafts and expected decisions give out no money. Refuses
 * UPSTREAM_UNAVAILABLE, NOT_FOUND, DECISION_NOT_IN_FORCE.
 */
export async function guardIssuedDecision(
  { ask }: Pick<FinanceContext, 'ask'>,
  id: string,
): Promise<GuardedDocument> {
  const path = 'decisionDocumentId';
  const { document } = await ask<{ document: GuardedDocument | null }>(owner, {
    query: documentQuestion,
    variables: { id },
  });
  if (!document) return refuse('NOT_FOUND', { path, message: missing('văn bản', 'document', id) });
  if (document.kind === 'DECISION' && document.status === 'ISSUED') return document;
  return refuse('DECISION_NOT_IN_FORCE', {
    path,
    message: {
      vi: `Văn bản ${document.number ?? id} là ${document.kind}, tình trạng ${document.status}. Cần một Quyết định đã ban hành.`,
      en: `Document ${document.number ?? id} is a ${document.kind} that is ${document.status}. An issued DECISION is needed.`,
    },
  });
}

function missing(vi: string, en: string, id: string) {
  return { vi: `Không có ${vi} ${id}.`, en: `There is no ${en} ${id}.` };
}

/** A citation of a decision as a whole. */
export function citationOf(document: GuardedDocument): CitationRecord {
  return {
    documentId: document.id,
    label: document.number ?? document.title.vi,
    clause: document.number ?? document.kind,
  };
}
