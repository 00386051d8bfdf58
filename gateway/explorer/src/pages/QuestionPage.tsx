import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { JsonObject } from '../answer/Answer';
import { AnswerTables } from '../answerView/AnswerTables';
import { Banners } from '../answerView/Banners';
import { useAnswerView } from '../answerView/useAnswerView';
import { chartDataOf } from '../charts/chartDataOf';
import { CodeMenu } from '../exports/CodeMenu';
import { DownloadMenu } from '../exports/DownloadMenu';
import type { Taken } from '../exports/downloads';
import { QuestionForm } from '../forms/QuestionForm';
import { useFreshness } from '../freshness/Freshness';
import { FreezeMenu } from '../frozen/FreezeMenu';
import { useWords } from '../i18n/Language';
import { permalinkOf, variablesFrom } from '../questions/permalink';
import type { Question } from '../questions/Question';
import { type Run, useRun } from '../questions/useRun';
import { replaceHash, routeHash } from '../router/useRoute';
import { QuestionHead } from './QuestionHead';
import { RunProgress } from './RunProgress';

const ChartView = lazy(() => import('../charts/ChartView'));

interface AnsweredProps {
  readonly question: Question;
  readonly run: Run;
  readonly variables: JsonObject;
}

function useTaken({ question, run, variables }: AnsweredProps, specs: Taken['specs']) {
  const words = useWords();
  const freshness = useFreshness();
  return useCallback(
    (answer = run.answer): Taken | undefined =>
      answer && {
        slug: question.slug,
        title: words.text(question.title),
        request: { query: question.run, operationName: question.shape.operationName, variables },
        answer,
        specs,
        freshness,
        words,
      },
    [question, run.answer, variables, specs, freshness, words],
  );
}

function Answered(props: AnsweredProps) {
  const words = useWords();
  const { question, run, variables } = props;
  const { answer } = run;
  const { specs, failures, illustrative } = useAnswerView(question.shape, answer);
  const takenFrom = useTaken(props, specs);
  const taken = takenFrom();
  const [view, setView] = useState<'table' | 'chart'>('table');
  const chart = useMemo(
    () => (question.chart && answer ? chartDataOf(question.chart, answer, words) : undefined),
    [question, answer, words],
  );
  if (!answer || !taken) return null;
  const request = { query: question.run, operationName: question.shape.operationName, variables };
  const editor = routeHash(
    ['editor'],
    new URLSearchParams({ q: question.slug, v: JSON.stringify(variables) }),
  );
  return (
    <>
      <Banners answer={answer} failures={failures} illustrative={illustrative} />
      <div className="answer-bar">
        {question.chart ? (
          <div className="segments">
            {(['table', 'chart'] as const).map((each) => (
              <button
                key={each}
                type="button"
                className="segment"
                aria-pressed={view === each}
                onClick={() => setView(each)}
              >
                {words.say(each)}
              </button>
            ))}
          </div>
        ) : null}
        <DownloadMenu
          taken={taken}
          whole={async () => {
            const whole = await run.readOn('end');
            return whole && takenFrom(whole);
          }}
          chart={chart}
          terms={question.terms}
        />
        <FreezeMenu
          permalink={permalinkOf(question.slug, question.shape, variables)}
          question={question.slug}
          query={question.run}
          pages={run.pages}
        />
        <CodeMenu request={request} />
        <a className="button quiet" href={editor}>
          {words.say('openInEditor')}
        </a>
      </div>
      {view === 'chart' && question.chart ? (
        chart ? (
          <Suspense fallback={<div className="chart-waiting">{words.say('loading')}</div>}>
            <ChartView data={chart} title={words.text(question.title)} />
          </Suspense>
        ) : (
          <p className="empty">{words.say('chartEmpty')}</p>
        )
      ) : (
        <AnswerTables
          answer={answer}
          specs={specs}
          failures={failures}
          paged={question.shape.paged}
          empty={question.empty}
          onReadOn={(reach, list) => void run.readOn(reach, list)}
        />
      )}
    </>
  );
}

/** The choices as they are typed, with a way to read the newest at once: a choice may change as it is submitted. */
function useChoices(question: Question, parameters: URLSearchParams) {
  const asked = useMemo(() => variablesFrom(question.shape, parameters), [question, parameters]);
  const [choices, setChoices] = useState(asked);
  const newest = useRef(choices);
  const change = useCallback((next: JsonObject) => {
    newest.current = next;
    setChoices(next);
  }, []);
  useEffect(() => change(asked), [asked, change]);
  return { asked, choices, newest, change };
}

/** A question: its choices, and its answer as tables and chart. Opened, it asks at once. */
export function QuestionPage({ question, parameters }: { question: Question; parameters: URLSearchParams }) {
  const run = useRun(question);
  const { asked, choices, newest, change } = useChoices(question, parameters);
  const { start } = run;
  useEffect(() => start(asked), [start, asked]);
  const ask = (more: JsonObject) => {
    const variables = { ...newest.current, ...more };
    const address = permalinkOf(question.slug, question.shape, variables);
    if (address === window.location.hash) start(variables);
    else replaceHash(address);
  };
  return (
    <article className="question-page">
      <QuestionHead question={question} />
      <QuestionForm question={question} variables={choices} onChange={change} onRun={ask} />
      <div
        className="answer"
        aria-busy={run.phase === 'running' || run.phase === 'reading'}
        data-answered={run.answer ? question.slug : undefined}
      >
        <RunProgress run={run} question={question} />
        <Answered question={question} run={run} variables={run.variables ?? asked} />
      </div>
    </article>
  );
}
