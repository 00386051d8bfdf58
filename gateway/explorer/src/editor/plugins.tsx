import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import type { GraphiQLPlugin } from '@graphiql/react';
import type { Words } from '../i18n/Language';
import { PlanPanel } from './PlanPanel';
import { SavedQueriesPanel } from './SavedQueriesPanel';
import { TablePanel } from './TablePanel';

const icon = (path: string) => () => (
  <svg
    viewBox="0 0 24 24"
    width="1em"
    height="1em"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={path} />
  </svg>
);

const bookmark = icon('M6 4h12v16l-6-4-6 4z');
const branches = icon('M5 4v16M5 8h6a3 3 0 0 1 3 3v0a3 3 0 0 0 3 3h2M5 8h14');
const grid = icon('M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9');

/** The panels beside the editor, named in the reader's language. */
export function editorPlugins(words: Words): GraphiQLPlugin[] {
  return [
    explorerPlugin({ showAttribution: false }),
    HISTORY_PLUGIN,
    { title: words.say('savedQueries'), icon: bookmark, content: SavedQueriesPanel },
    { title: words.say('plan'), icon: branches, content: PlanPanel },
    { title: words.say('resultTable'), icon: grid, content: TablePanel },
  ];
}
