import { parse } from 'graphql';
import { useMemo } from 'react';
import { schemaFacts } from '../editor/schemaFacts';
import { useWords } from '../i18n/Language';
import { routeHash } from '../router/useRoute';
import type { Shape } from '../shape/Shape';
import { shapeOf } from '../shape/shapeOf';
import { FrozenContent } from './FrozenContent';
import type { FrozenAnswer } from './frozenAnswers';

function shapeOfKept(query: string): Shape | undefined {
  try {
    return shapeOf(schemaFacts, parse(query));
  } catch {
    // The schema of today no longer has what was asked then: the answer is shown as it was written.
    return undefined;
  }
}

/** A kept answer to a query that is no saved question, or no longer: its columns are named by what was asked for. */
export default function FrozenQuery({ frozen }: { readonly frozen: FrozenAnswer }) {
  const words = useWords();
  const shape = useMemo(() => shapeOfKept(frozen.query), [frozen]);
  const variables = JSON.stringify(frozen.pages[0]?.variables ?? {});
  const askAgain = routeHash(['editor'], new URLSearchParams({ query: frozen.query, v: variables }));
  return (
    <>
      <details className="kept-query">
        <summary>{words.say('planRequest')}</summary>
        <pre>
          <code>{frozen.query}</code>
        </pre>
      </details>
      {shape && shape.fields.length > 0 ? (
        <FrozenContent
          frozen={frozen}
          shape={shape}
          slug={shape.operationName}
          title={shape.operationName}
          askAgain={askAgain}
        />
      ) : (
        <pre className="raw">{JSON.stringify(frozen.pages, null, 2)}</pre>
      )}
    </>
  );
}
