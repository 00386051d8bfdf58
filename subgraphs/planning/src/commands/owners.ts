import { type CitationRecord, type RequestContext, refuse } from '@lien-thong/subgraph-kit';

/** A document as its registry knows it. */
interface RegisteredDocument {
  readonly number: string | null;
  readonly title: { readonly vi: string };
}

/** What a citation is made of, as inputs give it. */
export interface CitedClause {
  readonly documentId: string;
  readonly clause: string;
  readonly quote?: string | null;
}

const documentQuestion = 'query GuardDocument($id: ID!) { row: document(id: $id) { number title { vi } } }';

/**
 * The citation of a clause, with the label that the registry of documents gives. Asks the registry; answers null for
 * a document that it does not have, and refuses UPSTREAM_UNAVAILABLE where it does not answer.
 */
export async function citationOf(
  { ask }: RequestContext,
  { documentId, clause, quote }: CitedClause,
): Promise<CitationRecord | null> {
  const { row } = await ask<{ row: RegisteredDocument | null }>('ict', {
    query: documentQuestion,
    variables: { id: documentId },
  });
  if (!row) return null;
  return { documentId, label: row.number ?? row.title.vi, clause: clause.trim(), quote: quote ?? null };
}

/** As `citationOf`, for an optional citation: a document that does not exist is refused with NOT_FOUND. */
export async function optionalCitation(
  context: RequestContext,
  cited: CitedClause | null | undefined,
  prefix: 'citation' | '',
): Promise<CitationRecord[]> {
  const path = (field: string) => (prefix ? `${prefix}.${field}` : field);
  if (!cited) return [];
  if (!cited.clause.trim()) {
    refuse('INVALID_INPUT', {
      path: path('clause'),
      message: { vi: 'Trích dẫn cần điều, khoản.', en: 'A citation needs its clause.' },
    });
  }
  const citation = await citationOf(context, cited);
  return [citation ?? refuseUnknown('document', cited.documentId, path('documentId'))];
}

/** Kinds of rows that other departments own, with the department and its root field. */
const owned = {
  contract: ['ict', 'hợp đồng'],
  service: ['ict', 'dịch vụ'],
  budgetLine: ['finance', 'dòng dự toán'],
  document: ['ict', 'văn bản'],
} as const;
/** A kind of row that another department owns. */
export type OwnedKind = keyof typeof owned;

/** Refuses with NOT_FOUND unless the owner has that row; with UPSTREAM_UNAVAILABLE where the owner does not answer. */
export async function requireAtOwner(
  { ask }: RequestContext,
  { kind, id, path }: { kind: OwnedKind; id: string; path: string },
): Promise<void> {
  const { row } = await ask<{ row: { id: string } | null }>(owned[kind][0], {
    query: `query GuardExists($id: ID!) { row: ${kind}(id: $id) { id } }`,
    variables: { id },
  });
  if (!row) refuseUnknown(kind, id, path);
}

function refuseUnknown(kind: OwnedKind, id: string, path: string): never {
  refuse('NOT_FOUND', {
    path,
    message: {
      vi: `Không có ${owned[kind][1]} nào có mã ${id}.`,
      en: `There is no ${kind} with the id ${id}.`,
    },
  });
}
