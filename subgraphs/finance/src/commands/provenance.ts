import type { CitationRecord, ProvenanceRecord } from '@lien-thong/subgraph-kit';

/** Who changes a row, and when. */
export interface Author {
  readonly caller: { readonly subject: string; readonly department: string };
  readonly at: Date;
}

const recordedBy = ({ caller }: Author): string => `${caller.department}:${caller.subject}`;

/** Provenance of a row that a command makes: OPERATIONAL, resting on the citations given. */
export function provenanceOfNew(author: Author, citations: readonly CitationRecord[] = []): ProvenanceRecord {
  return {
    status: 'OPERATIONAL',
    citations: [...citations],
    recordedBy: recordedBy(author),
    recordedAt: author.at,
  };
}

/**
 * Provenance of a row that a command changes. A made-up row stays ILLUSTRATIVE, whatever is done to it; any other one
 * no longer says what its source says alone, so it becomes OPERATIONAL and keeps its citations.
 */
export function provenanceOfChanged(
  former: ProvenanceRecord,
  author: Author,
  citations: readonly CitationRecord[] = [],
): ProvenanceRecord {
  return {
    ...former,
    status: former.status === 'ILLUSTRATIVE' ? 'ILLUSTRATIVE' : 'OPERATIONAL',
    citations: [...former.citations, ...citations],
    recordedBy: recordedBy(author),
    recordedAt: author.at,
  };
}
