import catalogue from 'virtual:catalogue';
import { useMemo } from 'react';
import type { Answer } from '../answer/Answer';
import { appendPage } from '../answer/appendPage';
import { AnswerTables } from '../answerView/AnswerTables';
import { Banners } from '../answerView/Banners';
import { useAnswerView } from '../answerView/useAnswerView';
import { DownloadMenu } from '../exports/DownloadMenu';
import type { Taken } from '../exports/downloads';
import { useWords } from '../i18n/Language';
import type { Localized } from '../i18n/Localized';
import type { Shape } from '../shape/Shape';
import { CopyButton } from '../ui/CopyButton';
import { answerOfPage, type FrozenAnswer } from './frozenAnswers';

interface ContentProps {
  readonly frozen: FrozenAnswer;
  readonly shape: Shape;
  /** Names the files that are taken away. */
  readonly slug: string;
  readonly title: string;
  readonly empty?: Readonly<Record<string, Localized>>;
  /** Where the same is asked anew. */
  readonly askAgain: string;
}

/** The pages of a kept answer put together again, as they were read. */
function wholeAnswer(frozen: FrozenAnswer, shape: Shape): Answer {
  let answer = answerOfPage(frozen, 0);
  frozen.pages.slice(1).forEach((page, index) => {
    const list = shape.paged.find((each) => page.variables[each.cursorVariable] != null);
    if (list) answer = appendPage(answer, answerOfPage(frozen, index + 1), list.path);
  });
  return answer;
}

/** Tables of a kept answer, to read and to take away. */
export function FrozenContent({ frozen, shape, slug, title, empty, askAgain }: ContentProps) {
  const words = useWords();
  const answer = useMemo(() => wholeAnswer(frozen, shape), [frozen, shape]);
  const { specs, failures, illustrative } = useAnswerView(shape, answer);
  const taken: Taken = {
    slug,
    title,
    request: { query: frozen.query, variables: frozen.pages[0]?.variables ?? {} },
    answer,
    specs,
    freshness: catalogue.departments.map(({ name }) => ({
      department: name,
      answered: frozen.dataVersions[name] != null,
      dataVersion: frozen.dataVersions[name] ?? undefined,
    })),
    words,
  };
  return (
    <>
      <Banners answer={answer} failures={failures} illustrative={illustrative} />
      <div className="answer-bar">
        <DownloadMenu taken={taken} whole={async () => taken} chart={undefined} terms={[]} />
        <CopyButton text={window.location.href} label={words.say('copyLink')} />
        <a className="button" href={askAgain}>
          {words.say('frozenNow')}
        </a>
      </div>
      <AnswerTables answer={answer} specs={specs} failures={failures} paged={[]} empty={empty} />
    </>
  );
}
