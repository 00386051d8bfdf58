import { useWords } from '../i18n/Language';
import type { Truth } from '../table/cellOf';
import { StatusBadge } from './StatusBadge';

/** Status, source, clause and words of the source of one value. */
export function TruthCard({ truth }: { readonly truth: Truth | undefined }) {
  const words = useWords();
  if (!truth) return <p className="note">{words.say('noStatus')}</p>;
  const isTotal = truth.statuses.some(({ count }) => count !== undefined);
  const note = truth.note && words.text({ vi: truth.note.vi, en: truth.note.en ?? truth.note.vi });
  return (
    <div className="truth">
      {isTotal ? <p className="note">{words.say('totalOf')}</p> : null}
      <p className="truth-statuses">
        {truth.statuses.map(({ status, count }) => (
          <StatusBadge key={status} status={status} count={count} />
        ))}
      </p>
      {truth.computedBy ? (
        <p className="note">
          {words.say('computed', { department: words.departmentName(truth.computedBy) })}
        </p>
      ) : null}
      {truth.citations.map((citation) => (
        <figure className="citation" key={`${citation.label} ${citation.clause} ${citation.quote ?? ''}`}>
          {citation.quote ? <blockquote lang="vi">{citation.quote}</blockquote> : null}
          <figcaption>
            {citation.label}
            {citation.clause ? ` · ${words.say('clause')} ${citation.clause}` : ''}
            {citation.url ? (
              <>
                {' · '}
                <a href={citation.url} rel="noreferrer noopener" target="_blank">
                  {new URL(citation.url, window.location.href).hostname}
                </a>
              </>
            ) : null}
          </figcaption>
        </figure>
      ))}
      {note ? <p className="note">{note}</p> : null}
      {!isTotal && truth.citations.length === 0 && !note ? (
        <p className="note">{words.say('noSource')}</p>
      ) : null}
    </div>
  );
}
