import type { CitationRecord, CommandInput, CommandRun, ProvenanceRecord } from '@lien-thong/subgraph-kit';
import type { DocumentRecord } from '../document/record';

type Run = CommandRun<CommandInput>;

/** Where a row comes from that a mutation makes: this deployment, with the document that it rests on, if any. */
export function operational({ caller, at }: Run, citation?: CitationRecord | null): ProvenanceRecord {
  return {
    status: 'OPERATIONAL',
    citations: citation ? [citation] : [],
    note: null,
    recordedBy: caller.subject,
    recordedAt: at,
  };
}

/**
 * Where a row comes from after a mutation has changed it. What was a fact of a document is now a record of this
 * deployment, with its citations kept; what was made up stays so, whatever is done to it.
 */
export function changed(before: ProvenanceRecord, { caller, at }: Run): ProvenanceRecord {
  const status = before.status === 'ILLUSTRATIVE' ? 'ILLUSTRATIVE' : 'OPERATIONAL';
  return { ...before, status, recordedBy: caller.subject, recordedAt: at };
}

/** A citation of a document as a whole. */
export function citationOf(document: DocumentRecord): CitationRecord {
  return {
    documentId: document._id,
    label: document.number ?? document.title.vi,
    clause: 'toàn văn',
    url: document.url ?? null,
  };
}
