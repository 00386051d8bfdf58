import type { CitationRecord } from '@lien-thong/subgraph-kit';
import { citationOf, type GuardedDocument } from './guards';

/** `CitationInput` of the graph. */
export interface CitationInput {
  readonly documentId: string;
  readonly clause: string;
  readonly quote?: string | null;
}

/** The citation of a command: the clause that the caller named, else the decision as a whole. */
export function citationFor(
  decision: GuardedDocument,
  given: CitationInput | null | undefined,
): CitationRecord {
  const whole = citationOf(decision);
  if (!given) return whole;
  const label = given.documentId === decision.id ? whole.label : given.documentId;
  return { documentId: given.documentId, label, clause: given.clause, quote: given.quote };
}
