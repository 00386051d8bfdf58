import catalogue from 'virtual:catalogue';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef } from 'react';
import { useWords } from './i18n/Language';
import { FrozenPage } from './pages/FrozenPage';
import { GlossaryPage } from './pages/GlossaryPage';
import { HomePage } from './pages/HomePage';
import { NotFoundPage } from './pages/NotFoundPage';
import { QuestionPage } from './pages/QuestionPage';
import { parseRoute, type Route, useHash } from './router/useRoute';
import { Footer } from './ui/Footer';
import { Header } from './ui/Header';

const SchemaPage = lazy(() => import('./pages/SchemaPage'));
const EditorPage = lazy(() => import('./editor/EditorPage'));

function pageOf({ path, parameters }: Route): ReactNode {
  const [page = '', name] = path;
  const question = catalogue.questions.find((each) => each.slug === name && each.shape.operation === 'query');
  switch (page) {
    case '':
      return <HomePage />;
    case 'q':
      return question ? (
        <QuestionPage key={question.slug} question={question} parameters={parameters} />
      ) : (
        <NotFoundPage />
      );
    case 'frozen':
      return name ? <FrozenPage hash={name} /> : <NotFoundPage />;
    case 'glossary':
      return <GlossaryPage term={name} />;
    case 'schema':
    case 'errors':
    case 'changes':
      return <SchemaPage tab={page} type={name} />;
    case 'editor':
      return <EditorPage parameters={parameters} />;
    default:
      return <NotFoundPage />;
  }
}

/** A new page begins at its top, and a screen reader is told of it. */
function usePageStart(page: string) {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is what makes it run anew.
  useEffect(() => {
    if (!first.current) {
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [page]);
  return main;
}

/** The page: its frame, and in it what the address names. */
export function App() {
  const words = useWords();
  const hash = useHash();
  const route = useMemo(() => parseRoute(hash), [hash]);
  const main = usePageStart(route.path.join('/'));
  const wide = route.path[0] === 'editor';
  return (
    <>
      {/* A button, since what stands behind # is the page's own address. */}
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {words.say('skip')}
      </button>
      <Header page={route.path[0] ?? ''} />
      <main id="main" ref={main} tabIndex={-1} data-wide={wide}>
        <Suspense fallback={<p className="waiting">{words.say(wide ? 'loadingEditor' : 'loading')}</p>}>
          {pageOf(route)}
        </Suspense>
      </main>
      <Footer />
    </>
  );
}
