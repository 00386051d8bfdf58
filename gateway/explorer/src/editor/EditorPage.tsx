import '@graphiql/react/setup-workers/vite';
import catalogue from 'virtual:catalogue';
import graph from 'virtual:graph';
import { GraphiQL } from 'graphiql';
import { useMemo } from 'react';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import '../theme/editor.css';
import { useWords } from '../i18n/Language';
import { usePageTitle } from '../pages/QuestionHead';
import { defaultVariables } from '../questions/permalink';
import { useTheme } from '../theme/useTheme';
import { createFetcher } from './createFetcher';
import { EditorFoot } from './EditorFoot';
import { editorPlugins } from './plugins';
import { schemaFacts } from './schemaFacts';

const fetcher = createFetcher();

const welcome = `# Liên thông
#
# Ctrl-Space: gợi ý · suggestions      Ctrl-Enter: chạy · run
# Bên trái: tài liệu, cây trường, lịch sử, truy vấn đã lưu, kế hoạch, bảng
# On the left: documentation, field tree, history, saved queries, plan, table

`;

/** What an address asks the editor to open: a saved question, or a query of its own. */
function openedBy(parameters: URLSearchParams): { query?: string; variables?: string } {
  const question = catalogue.questions.find((each) => each.slug === parameters.get('q'));
  const variables = parameters.get('v') ?? undefined;
  if (!question) return { query: parameters.get('query') ?? undefined, variables };
  return {
    query: graph.sources[question.slug] ?? question.run,
    variables: variables ?? JSON.stringify(defaultVariables(question.shape), null, 2),
  };
}

/** GraphiQL over this gateway, with the saved questions, the plan of each query and its result as a table. */
export default function EditorPage({ parameters }: { readonly parameters: URLSearchParams }) {
  const words = useWords();
  usePageTitle(words.say('navEditor'));
  const { shown: theme } = useTheme();
  const opened = useMemo(() => openedBy(parameters), [parameters]);
  const plugins = useMemo(() => editorPlugins(words), [words]);
  return (
    <div className="editor" key={`${words.language} ${parameters.toString()}`}>
      <h1 className="visually-hidden">{words.say('navEditor')}</h1>
      <GraphiQL
        fetcher={fetcher}
        schema={schemaFacts.schema}
        plugins={plugins}
        forcedTheme={theme}
        defaultQuery={welcome}
        initialQuery={opened.query}
        initialVariables={opened.variables}
        defaultEditorToolsVisibility="variables"
        shouldPersistHeaders={false}
      >
        <GraphiQL.Logo>{null}</GraphiQL.Logo>
        <GraphiQL.Footer>
          <EditorFoot />
        </GraphiQL.Footer>
      </GraphiQL>
    </div>
  );
}
