import { useWords } from '../i18n/Language';
import type { Truth } from '../table/cellOf';

/** The status that says least for the figure comes first: one made-up row makes a total unfit to quote. */
const weakestFirst = ['ILLUSTRATIVE', 'OPERATIONAL', 'DERIVED', 'EXTERNAL_FACT', 'DOCUMENT_FACT'];

/** The status that a truth is shown as. */
export function leadingStatus(truth: Truth | undefined): string | undefined {
  return weakestFirst.find((status) => truth?.statuses.some((each) => each.status === status));
}

/** The kind of truth as a small label: a mark and a word, never a colour alone. */
export function StatusBadge(props: {
  readonly status: string;
  readonly count?: number;
  /** Shows the mark alone; the word is left to screen readers and to a hint. */
  readonly brief?: boolean;
}) {
  const { status, count } = props;
  const words = useWords();
  const label = words.labels.values.FactStatus?.[status];
  const word = label ? words.text(label) : status;
  return (
    <span className="status" data-status={status} title={props.brief ? word : undefined}>
      <span className="status-mark" aria-hidden="true" />
      <span className={props.brief ? 'visually-hidden' : undefined}>{word}</span>
      {count === undefined ? null : <span className="status-count">{words.number(count)}</span>}
    </span>
  );
}
