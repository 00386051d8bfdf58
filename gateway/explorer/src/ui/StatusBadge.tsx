import { useWords } from '../i18n/Language';
import type { Truth } from '../table/cellOf';

/** The status that says least for the figure comes first: one made-up row makes a total unfit to quote. */
const weakestFirst = ['ILLUSTRATIVE', 'OPERATIONAL', 'DERIVED', 'EXTERNAL_FACT', 'DOCUMENT_FACT'];

/** The status that a truth is shown as. */
export function leadingStatus(truth: Truth | undefined): string | undefined {
  return weakestFirst.find((status) => truth?.statuses.some((each) => each.status === status));
}

/** The kind of truth as a small label: a mark and a word, never a colour alone. */
export function StatusBadge({ status, count }: { readonly status: string; readonly count?: number }) {
  const words = useWords();
  const label = words.labels.values.FactStatus?.[status];
  return (
    <span className="status" data-status={status}>
      <span className="status-mark" aria-hidden="true" />
      {label ? words.text(label) : status}
      {count === undefined ? null : <span className="status-count">{words.number(count)}</span>}
    </span>
  );
}
