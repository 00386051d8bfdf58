import type { CitationRecord, CommandInput, CommandRun, ProvenanceRecord } from '@lien-thong/subgraph-kit';

/** Provenance of a row that a command writes: OPERATIONAL, by the caller, at the time of the command. */
export function recorded<I extends CommandInput>(
  { caller, at }: CommandRun<I>,
  citations: readonly CitationRecord[] = [],
): ProvenanceRecord {
  return {
    status: 'OPERATIONAL',
    citations: [...citations],
    note: null,
    recordedBy: caller.subject,
    recordedAt: at,
  };
}
