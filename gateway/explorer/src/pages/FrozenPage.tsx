import catalogue from 'virtual:catalogue';
import { lazy, Suspense, useEffect, useState } from 'react';
import { formatValue } from '../format/formatValue';
import { FrozenContent } from '../frozen/FrozenContent';
import { type FrozenAnswer, readFrozen } from '../frozen/frozenAnswers';
import { useWords } from '../i18n/Language';
import { permalinkOf } from '../questions/permalink';
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

function FrozenFacts({ frozen }: { readonly frozen: FrozenAnswer }) {
  const words = useWords();
  const time = formatValue(words, { value: 'instant', type: 'DateTime' }, frozen.frozenAt);
  return (
    <>
      <div className="banner" data-kind="frozen">
        <strong>{words.say('frozenOn', { time })}</strong>
        <p>{words.say('frozenNote')}</p>
      </div>
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
    </>
  );
}

const FrozenQuery = lazy(() => import('../frozen/FrozenQuery'));

/** A kept answer, for those who follow a citation: what was answered then, and what to compare it with. */
export function FrozenPage({ hash }: { readonly hash: string }) {
  const words = useWords();
  const { frozen, missing, failure } = useFrozen(hash);
  const named = catalogue.questions.find((each) => each.slug === frozen?.question);
  // Only the very operation of a saved question may stand under its title: an alias could make one figure another.
  const question = named?.run === frozen?.query ? named : undefined;
  const title = question ? words.text(question.title) : words.say('frozenTitle');
  usePageTitle(title);
  return (
    <article className="question-page">
      <header className="page-head">
        <p className="crumb">{words.say('frozenTitle')}</p>
        <h1>{title}</h1>
      </header>
      {frozen ? <FrozenFacts frozen={frozen} /> : null}
      {frozen && question ? (
        <FrozenContent
          frozen={frozen}
          shape={question.shape}
          slug={question.slug}
          title={title}
          empty={question.empty}
          askAgain={permalinkOf(question.slug, question.shape, frozen.pages[0]?.variables ?? {})}
        />
      ) : null}
      {frozen && !question ? (
        <Suspense fallback={<p className="waiting">{words.say('loading')}</p>}>
          <FrozenQuery frozen={frozen} />
        </Suspense>
      ) : null}
      {missing ? <p className="empty">{words.say('frozenMissing')}</p> : null}
      {failure ? (
        <p className="banner" data-kind="error" role="alert">
          {failure}
        </p>
      ) : null}
    </article>
  );
}
