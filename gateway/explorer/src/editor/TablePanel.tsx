import { parse } from 'graphql';
import { useMemo } from 'react';
import type { Answer } from '../answer/Answer';
import { readAnswer } from '../answer/runOperation';
import { AnswerTables } from '../answerView/AnswerTables';
import { Banners } from '../answerView/Banners';
import { useAnswerView } from '../answerView/useAnswerView';
import { DownloadMenu } from '../exports/DownloadMenu';
import type { Taken } from '../exports/downloads';
import { useFreshness } from '../freshness/Freshness';
import { useWords } from '../i18n/Language';
import type { Shape } from '../shape/Shape';
import { shapeOf } from '../shape/shapeOf';
import { type LastResult, useLastResult } from './lastResult';
import { schemaFacts } from './schemaFacts';

function Table({
  result,
  shape,
  answer,
}: {
  readonly result: LastResult;
  readonly shape: Shape;
  readonly answer: Answer;
}) {
  const words = useWords();
  const freshness = useFreshness();
  const { specs, failures, illustrative } = useAnswerView(shape, answer);
  const taken: Taken = {
    slug: shape.operationName,
    title: shape.operationName,
    request: { query: result.query, operationName: result.operationName, variables: result.variables },
    answer,
    specs,
    freshness,
    words,
  };
  return (
    <>
      <Banners answer={answer} failures={failures} illustrative={illustrative} />
      <DownloadMenu taken={taken} whole={async () => taken} chart={undefined} terms={[]} />
      <AnswerTables answer={answer} specs={specs} failures={failures} paged={[]} />
    </>
  );
}

function shapeOfResult(result: LastResult | undefined): Shape | undefined {
  try {
    return result && shapeOf(schemaFacts, parse(result.query), result.operationName);
  } catch {
    // What the gateway refused as well: the answer says why.
    return undefined;
  }
}

/** The last result as tables that can be taken away, whatever the query. */
export function TablePanel() {
  const words = useWords();
  const result = useLastResult();
  const shape = useMemo(() => shapeOfResult(result), [result]);
  const answer = useMemo(() => result && readAnswer(result.body, result.tookMs), [result]);
  return (
    <div className="editor-panel">
      <h2>{words.say('resultTable')}</h2>
      {result && shape && answer ? (
        <Table result={result} shape={shape} answer={answer} />
      ) : (
        <p className="note">{words.say('resultTableNone')}</p>
      )}
    </div>
  );
}
