import catalogue from 'virtual:catalogue';
import { useEffect, useMemo, useState } from 'react';
import type { Answer } from '../answer/Answer';
import { appendPage } from '../answer/appendPage';
import { AnswerTables } from '../answerView/AnswerTables';
import { Banners } from '../answerView/Banners';
import { useAnswerView } from '../answerView/useAnswerView';
import { DownloadMenu } from '../exports/DownloadMenu';
import type { Taken } from '../exports/downloads';
import { formatValue } from '../format/formatValue';
import { answerOfPage, type FrozenAnswer, readFrozen } from '../frozen/frozenAnswers';
import { useWords } from '../i18n/Language';
import { permalinkOf } from '../questions/permalink';
import type { Question } from '../questions/Question';
import { CopyButton } from '../ui/CopyButton';
import { usePageTitle } from './QuestionHead';

type Loaded = { readonly frozen?: FrozenAnswer; readonly missing?: boolean; readonly failure?: string };

function useFrozen(hash: string): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({});
  useEffect(() => {
    const controller = new AbortController();
    setLoaded({});
    readFrozen(hash, controller.signal).then(
      (frozen) => setLoaded(frozen ? { frozen } : { missing: true }),
      (problem: unknown) => controller.signal.aborted || setLoaded({ failure: String(problem) }),
    );
    return () => controller.abort();
  }, [hash]);
  return loaded;
}

/** The pages of a kept answer put together again, as they were read. */
function wholeAnswer(frozen: FrozenAnswer, question: Question): Answer {
  let answer = answerOfPage(frozen, 0);
  frozen.pages.slice(1).forEach((page, index) => {
    const list = question.shape.paged.find((each) => page.variables[each.cursorVariable] != null);
    if (list) answer = appendPage(answer, answerOfPage(frozen, index + 1), list.path);
  });
  return answer;
}

function FrozenFacts({ frozen }: { readonly frozen: FrozenAnswer }) {
  const words = useWords();
  return (
    <dl className="frozen-facts">
      <div>
        <dt>{words.say('frozenHash')}</dt>
        <dd>
          <code>{frozen.hash}</code>
        </dd>
      </div>
      {catalogue.departments.map((department) => (
        <div key={department.name}>
          <dt>
            {words.say('frozenVersion')} · {words.text(department.title)}
          </dt>
          <dd>
            <code>{frozen.dataVersions[department.name] ?? words.say('freshUnknown')}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FrozenContent({ frozen, question }: { readonly frozen: FrozenAnswer; readonly question: Question }) {
  const words = useWords();
  const answer = useMemo(() => wholeAnswer(frozen, question), [frozen, question]);
  const { specs, failures, illustrative } = useAnswerView(question.shape, answer);
  const [first] = frozen.pages;
  const variables = first?.variables ?? {};
  const time = formatValue(words, { value: 'instant', type: 'DateTime' }, frozen.frozenAt);
  const freshness = catalogue.departments.map(({ name }) => ({
    department: name,
    answered: frozen.dataVersions[name] != null,
    dataVersion: frozen.dataVersions[name] ?? undefined,
  }));
  const taken: Taken = {
    slug: question.slug,
    title: words.text(question.title),
    request: { query: frozen.query, variables },
    answer,
    specs,
    freshness,
    words,
  };
  return (
    <>
      <div className="banner" data-kind="frozen">
        <strong>{words.say('frozenOn', { time })}</strong>
        <p>{words.say('frozenNote')}</p>
      </div>
      <FrozenFacts frozen={frozen} />
      <Banners answer={answer} failures={failures} illustrative={illustrative} />
      <div className="answer-bar">
        <DownloadMenu taken={taken} whole={async () => taken} chart={undefined} terms={question.terms} />
        <CopyButton text={window.location.href} label={words.say('copyLink')} />
        <a className="button" href={permalinkOf(question.slug, question.shape, variables)}>
          {words.say('frozenNow')}
        </a>
      </div>
      <AnswerTables answer={answer} specs={specs} failures={failures} paged={[]} empty={question.empty} />
    </>
  );
}

/** A kept answer, for those who follow a citation: what was answered then, and what to compare it with. */
export function FrozenPage({ hash }: { readonly hash: string }) {
  const words = useWords();
  const { frozen, missing, failure } = useFrozen(hash);
  const question = catalogue.questions.find((each) => each.slug === frozen?.question);
  const title = question ? words.text(question.title) : words.say('frozenTitle');
  usePageTitle(title);
  return (
    <article className="question-page">
      <header className="page-head">
        <p className="crumb">{words.say('frozenTitle')}</p>
        <h1>{title}</h1>
      </header>
      {frozen && question ? <FrozenContent frozen={frozen} question={question} /> : null}
      {frozen && !question ? <pre className="raw">{JSON.stringify(frozen, null, 2)}</pre> : null}
      {missing ? <p className="empty">{words.say('frozenMissing')}</p> : null}
      {failure ? (
        <p className="banner" data-kind="error" role="alert">
          {failure}
        </p>
      ) : null}
    </article>
  );
}
