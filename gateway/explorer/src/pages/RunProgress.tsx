import { useEffect, useState } from 'react';
import { rowsRead } from '../answer/appendPage';
import { useWords } from '../i18n/Language';
import type { Question } from '../questions/Question';
import type { Run } from '../questions/useRun';

/** A run shorter than this, in milliseconds, shows no progress: a flash would only unsettle. */
const quietMs = 300;

function useElapsed(running: boolean): number {
  const [elapsedMs, setElapsed] = useState(0);
  useEffect(() => {
    setElapsed(0);
    if (!running) return;
    const started = performance.now();
    const timer = setInterval(() => setElapsed(performance.now() - started), 100);
    return () => clearInterval(timer);
  }, [running]);
  return elapsedMs;
}

function countRows(run: Run, question: Question): { read: number; total: number } {
  let read = 0;
  let total = 0;
  for (const list of question.shape.paged) {
    if (!run.answer) break;
    const counts = rowsRead(run.answer, list.path);
    read += counts.read;
    total += counts.total ?? counts.read;
  }
  return { read, total };
}

/** How far a run is, with a way to cancel it; and how it ended where it gave no whole answer. */
export function RunProgress({ run, question }: { readonly run: Run; readonly question: Question }) {
  const words = useWords();
  const busy = run.phase === 'running' || run.phase === 'reading';
  const elapsedMs = useElapsed(busy);
  const { read, total } = countRows(run, question);
  const text =
    run.phase === 'reading'
      ? words.say('reading', { n: words.number(read), total: words.number(total) })
      : words.say('running');
  return (
    <div className="run-progress">
      {busy ? (
        <div className="progress" data-quiet={elapsedMs < quietMs && run.phase === 'running'} role="status">
          <progress
            value={run.phase === 'reading' ? read : undefined}
            max={run.phase === 'reading' ? total : undefined}
            aria-label={text}
          />
          <span>{text}</span>
          <span className="note">{words.say('seconds', { n: (elapsedMs / 1000).toFixed(1) })}</span>
          <button type="button" className="button" onClick={run.cancel}>
            {words.say('cancel')}
          </button>
        </div>
      ) : null}
      {run.phase === 'cancelled' ? (
        <p className="banner" data-kind="cancelled" role="status">
          {words.say(run.answer ? 'cancelledPartly' : 'cancelled')}
        </p>
      ) : null}
      {run.phase === 'failed' ? (
        <p className="banner" data-kind="error" role="alert">
          <strong>{words.say('failed')}</strong> {run.failure}
        </p>
      ) : null}
    </div>
  );
}
