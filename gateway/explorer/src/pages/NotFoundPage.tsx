import { useWords } from '../i18n/Language';
import { usePageTitle } from './QuestionHead';

/** For an address that names nothing. */
export function NotFoundPage() {
  const words = useWords();
  usePageTitle(words.say('pageNotFound'));
  return (
    <article className="page-head">
      <h1>{words.say('pageNotFound')}</h1>
      <p>
        <a href="#/">{words.say('backHome')}</a>
      </p>
    </article>
  );
}
