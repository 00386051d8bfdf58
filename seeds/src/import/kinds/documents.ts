import type { CheckContext, ImportRow } from '../ImportKind';
import type { ImportProblem } from '../ImportTable';
import { listed, unknownIn, valuesOf } from '../lookUp';

interface Registered {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
}

/** Documents that the registry does not have, and, where a decision in force is needed, those that are none. */
export async function wrongDocuments(
  rows: readonly ImportRow[],
  column: string,
  { context, mustBeDecision }: { context: CheckContext; mustBeDecision: boolean },
): Promise<ImportProblem[]> {
  const ids = valuesOf(rows, column);
  if (ids.length === 0) return [];
  const known = await listed<Registered>(context.graph('ict'), 'documents', { ids, fields: 'kind status' });
  const unfit = rows.flatMap(({ row, values }): ImportProblem[] => {
    const document = known.get(String(values[column]));
    if (!document || (document.kind === 'DECISION' && document.status === 'ISSUED')) return [];
    const reason = `an issued DECISION is needed; ${document.id} is a ${document.kind} that is ${document.status}`;
    return [{ row, column, reason }];
  });
  return [...unknownIn(rows, column, { known, what: 'document' }), ...(mustBeDecision ? unfit : [])];
}
